// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.platform.test.ApiClient;
import org.volunteerscheduler.platform.test.ApiContract;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("webhook")
class ApiTest extends ApiContract {

    @Override
    protected Map<String, ApiClient.Credentials> credentials() {
        return Map.of(
                "scicent", (scheme, body) -> Signed.signature(Signed.SCICENT_SECRET, body),
                "decidim", (scheme, body) -> Signed.signature(Signed.DECIDIM_SECRET, body));
    }

    /** What the document says is all that it takes to have a sale queued. */
    @Test
    void whoeverKnowsOnlyTheDocumentPostsSignedSalesAndFacts() throws Exception {
        try (ApiClient client = new ApiClient(credentials())) {
            ApiClient.Answer sale = client.call("postSale", Map.of());
            assertThat(sale.status()).isEqualTo(202);
            assertThat(sale.body().path("transaction_id").asText()).isEqualTo("scicent_tx_abc123");
            assertThat(client.call("postRefund", Map.of()).status()).isEqualTo(202);
            assertThat(client.call("postVolunteers", Map.of()).status()).isEqualTo(202);
            assertThat(client.call("postTaskAssignments", Map.of()).status()).isEqualTo(202);
            assertThat(client.call("health", Map.of()).status()).isEqualTo(200);
        }
        try (ApiClient unsigned = new ApiClient(Map.of())) {
            assertThat(unsigned.call("postSale", Map.of()).status()).isEqualTo(401);
        }
    }
}
