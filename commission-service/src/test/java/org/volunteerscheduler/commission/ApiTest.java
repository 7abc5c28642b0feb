// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.platform.test.ApiClient;
import org.volunteerscheduler.platform.test.ApiContract;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("commission")
class ApiTest extends ApiContract {

    @Override
    protected Map<String, ApiClient.Credentials> credentials() {
        return Map.of("basic", ApiClient.user("operator"));
    }

    @Test
    void whoeverKnowsOnlyTheDocumentSettlesASaleAndReadsIt() throws Exception {
        try (ApiClient client = new ApiClient(credentials())) {
            ApiClient.Answer sale = client.call("settleSale", Map.of());
            assertThat(sale.status()).isEqualTo(200);
            String id = sale.body().path("transaction_id").asText();
            long buyer = sale.body().path("user_id").asLong();
            assertThat(client.call("findSale", Map.of("transaction_id", id)).body())
                    .isEqualTo(sale.body());
            assertThat(client.call("listSales", Map.of("user_id", buyer, "limit", 1))
                            .body()
                            .at("/items/0"))
                    .isEqualTo(sale.body());
            assertThat(client.call("statement", Map.of("user_id", buyer, "from", "2024-01-01"))
                            .status())
                    .isEqualTo(200);
            assertThat(client.call("findSale", Map.of("transaction_id", id + "/?#"))
                            .status())
                    .isEqualTo(404);
            assertThat(client.call("listRefunds", Map.of("transaction_id", id, "status", "applied"))
                            .status())
                    .isEqualTo(200);
            assertThat(client.call("findRefund", Map.of("refund_id", id + "/?#"))
                            .status())
                    .isEqualTo(404);
            assertThat(client.call("listDeadLetters", Map.of()).status()).isEqualTo(200);
        }
    }
}
