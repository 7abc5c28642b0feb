// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.platform.test.PackagedService;
import org.volunteerscheduler.platform.test.Proxy;
import org.volunteerscheduler.platform.test.Servers;
import org.volunteerscheduler.platform.test.TestBroker;

/** The service as it is shipped, before a broker that vanishes. */
class PackagedServiceIT {

    private static final String HOST = "webhook-packaged";

    /** Together more than the machine keeps of a connection on which nobody reads. */
    private static final int REQUESTS = 120;

    private static final String THOUSAND_ASSIGNMENTS = IntStream.rangeClosed(1, 1000)
            .mapToObj(
                    ("{\"assignment_id\":%d,\"user_id\":1,\"status\":\"pending\",\"xp_reward\":20,\"level_required\":1,"
                                    + "\"assigned_at\":\"2024-12-02T08:00:00Z\",\"updated_at\":\"2024-12-03T08:00:00Z\"}")
                            ::formatted)
            .collect(Collectors.joining(",", "[", "]"));

    @Test
    void aBrokerThatStopsReadingIsGivenUpAndConnectedToAgain() throws Exception {
        try (TestBroker broker = TestBroker.fresh(HOST);
                Proxy proxy = new Proxy(
                        Servers.variable("RABBITMQ_HOST"), Integer.parseInt(Servers.variable("RABBITMQ_PORT")));
                PackagedService service = PackagedService.start(
                        "webhook",
                        HOST,
                        Map.of(
                                "SCICENT_WEBHOOK_SECRET",
                                Signed.SCICENT_SECRET,
                                "DECIDIM_WEBHOOK_SECRET",
                                Signed.DECIDIM_SECRET,
                                "RABBITMQ_PORT",
                                String.valueOf(proxy.port()),
                                "RABBITMQ_HEARTBEAT",
                                "PT1S",
                                "RABBITMQ_CONFIRM_TIMEOUT",
                                "PT0.5S"))) {
            RestAssured.port = service.awaitReady().port();

            proxy.strand();
            List<Thread> requests = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                requests.add(Thread.ofVirtual().start(() -> Signed.facts("task_assignments", THOUSAND_ASSIGNMENTS)));
            }
            for (Thread request : requests) {
                request.join();
            }

            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> statusOfASale() == 202);
            assertThat(broker.ready(Queue.COMMISSIONS.queueName())).isPositive();
        }
    }

    private static int statusOfASale() {
        return Signed.sale("{\"user_id\":1,\"amount\":1,\"transaction_id\":\"after\"}")
                .extract()
                .statusCode();
    }
}
