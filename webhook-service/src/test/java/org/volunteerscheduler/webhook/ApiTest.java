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

    /** What the document says is all that it takes to have a sale queued. */
    @Test
    void whoeverKnowsOnlyTheDocumentPostsSignedSalesAndFacts() throws Exception {
        ApiClient.Credentials scicent = (scheme, body) -> Signed.signature(Signed.SCICENT_SECRET, body);
        ApiClient.Credentials decidim = (scheme, body) -> Signed.signature(Signed.DECIDIM_SECRET, body);
        try (ApiClient client = new ApiClient(Map.of("scicent", scicent, "decidim", decidim))) {
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
