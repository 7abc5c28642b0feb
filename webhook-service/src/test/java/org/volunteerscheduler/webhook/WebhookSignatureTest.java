// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

    private static final byte[] BODY = "Hello, World!".getBytes(StandardCharsets.UTF_8);
    private static final String VALID = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    private final WebhookSignature signature = new WebhookSignature(List.of("old", "It's a Secret to Everybody"));

    @Test
    void theVectorThatGitHubPublishesHolds() {
        assertThat(signature.signs(VALID, BODY)).isTrue();
        assertThat(new WebhookSignature(List.of("It's a Secret to Everybody")).signs(VALID, BODY))
                .isTrue();
    }

    @Test
    void anythingElseDoesNot() {
        assertThat(signature.signs(null, BODY)).isFalse();
        assertThat(signature.signs("", BODY)).isFalse();
        assertThat(signature.signs(VALID.substring(7), BODY)).isFalse();
        assertThat(signature.signs(VALID.toUpperCase(java.util.Locale.ROOT), BODY))
                .isFalse();
        assertThat(signature.signs(VALID + "00", BODY)).isFalse();
        assertThat(signature.signs("sha1=" + VALID.substring(7), BODY)).isFalse();
        assertThat(signature.signs(VALID.replace('7', '8'), BODY)).isFalse();
        assertThat(signature.signs(VALID, "Hello, World".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(new WebhookSignature(List.of("another")).signs(VALID, BODY)).isFalse();
    }
}
