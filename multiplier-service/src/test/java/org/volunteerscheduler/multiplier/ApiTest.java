// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.platform.test.ApiClient;
import org.volunteerscheduler.platform.test.ApiContract;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("multiplier")
class ApiTest extends ApiContract {

    @Override
    protected Map<String, ApiClient.Credentials> credentials() {
        return Map.of("basic", ApiClient.user("operator"));
    }

    @Test
    void whoeverKnowsOnlyTheDocumentStartsARunAndReadsIt() throws Exception {
        try (ApiClient client = new ApiClient(Map.of("basic", ApiClient.user("scheduler")))) {
            ApiClient.Answer started = client.call("startRun", Map.of());
            assertThat(started.status()).isIn(200, 202);
            long id = started.body().path("id").asLong();
            assertThat(client.call("startRun", Map.of()).status()).isEqualTo(200);
            assertThat(client.call("findRun", Map.of("id", id)).body().path("as_of"))
                    .isEqualTo(started.body().path("as_of"));
            assertThat(client.call("listRuns", Map.of("limit", 10)).status()).isEqualTo(200);
            assertThat(client.call("findMultiplier", Map.of("user_id", 1)).status())
                    .isEqualTo(403);
        }
    }
}
