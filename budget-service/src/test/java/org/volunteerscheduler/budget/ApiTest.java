// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.platform.test.ApiClient;
import org.volunteerscheduler.platform.test.ApiContract;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("budget")
class ApiTest extends ApiContract {

    @Override
    protected Map<String, ApiClient.Credentials> credentials() {
        return Map.of("basic", ApiClient.user("operator"));
    }

    @Test
    void whoeverKnowsOnlyTheDocumentStartsARunAndReadsIt() throws Exception {
        try (ApiClient client = new ApiClient(credentials())) {
            assertThat(client.call("previewRun", Map.of()).status()).isEqualTo(200);
            ApiClient.Answer started = client.call("startRun", Map.of());
            assertThat(started.status()).isIn(200, 202);
            long id = started.body().path("id").asLong();
            Awaitility.await().until(() -> client.call("findRun", Map.of("id", id))
                    .body()
                    .path("status")
                    .asText()
                    .equals("completed"));
            assertThat(client.call("listAllocations", Map.of("id", id)).status())
                    .isEqualTo(200);
            assertThat(client.call("listRuns", Map.of()).status()).isEqualTo(200);
            assertThat(client.call("calendar", Map.of("period", "weekly")).status())
                    .isEqualTo(200);
        }
    }
}
