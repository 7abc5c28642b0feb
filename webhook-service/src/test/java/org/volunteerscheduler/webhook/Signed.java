// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Requests as Scicent and Decidim send them. */
final class Signed {

    static final String SCICENT_SECRET = "scicent-test-secret";
    static final String DECIDIM_SECRET = "decidim-test-secret";
    static final String DECIDIM_OLD_SECRET = "decidim-old-secret";

    private Signed() {}

    static ValidatableResponse sale(String body) {
        return sale(body.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    static ValidatableResponse sale(byte[] body, String contentType) {
        return post("scicent_sale", "X-Scicent-Signature", signature(SCICENT_SECRET, body), body, contentType);
    }

    static ValidatableResponse refund(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return post(
                "scicent_refund", "X-Scicent-Signature", signature(SCICENT_SECRET, bytes), bytes, "application/json");
    }

    static ValidatableResponse facts(String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return post(path, "X-Decidim-Signature", signature(DECIDIM_SECRET, bytes), bytes, "application/json");
    }

    /** @param signature null: none */
    static ValidatableResponse post(String path, String header, String signature, byte[] body, String contentType) {
        var request = RestAssured.given()
                .config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .contentType(contentType)
                .body(body);
        if (signature != null) {
            request.header(header, signature);
        }
        return request.post("/volunteer_scheduler/webhooks/" + path).then();
    }

    static String signature(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
