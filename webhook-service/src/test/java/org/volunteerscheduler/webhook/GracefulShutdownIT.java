// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.platform.test.PackagedService;
import org.volunteerscheduler.platform.test.TestBroker;

/** The service as it is shipped, told to end while it is busy, as Kubernetes does at every update. */
class GracefulShutdownIT {

    private static final String HOST = "webhook-shutdown";
    private static final int SENDERS = 8;

    private final AtomicInteger accepted = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
    /** What a load balancer knows: it sends nothing more to whoever is not ready. */
    private final AtomicBoolean ready = new AtomicBoolean(true);

    @Test
    void noRequestIsLostAndEveryAcceptedOneIsInItsQueue() throws Exception {
        Map<String, String> settings = Map.of(
                "SCICENT_WEBHOOK_SECRET", Signed.SCICENT_SECRET,
                "DECIDIM_WEBHOOK_SECRET", Signed.DECIDIM_SECRET,
                "QUARKUS_SHUTDOWN_DELAY", "PT2S");
        try (TestBroker broker = TestBroker.fresh(HOST);
                PackagedService service =
                        PackagedService.start("webhook", HOST, settings).awaitReady()) {
            List<Thread> senders = IntStream.range(0, SENDERS)
                    .mapToObj(sender -> Thread.ofVirtual().start(() -> send(service.port(), sender)))
                    .toList();
            await().atMost(Duration.ofSeconds(30)).until(() -> accepted.get() > 200);

            int before = accepted.get();
            Thread stopping = Thread.ofVirtual().start(service::stop);
            await().atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> service.readiness().statusCode() == 503);
            ready.set(false);
            for (Thread sender : senders) {
                sender.join();
            }
            stopping.join();

            assertThat(troubles).isEmpty();
            assertThat(accepted.get()).isGreaterThan(before);
            int kept = broker.drain(Queue.COMMISSIONS.queueName()).stream()
                    .mapToInt(message ->
                            MessageType.SALE_RECORDED.read(message.getBody()).size())
                    .sum();
            assertThat(kept).isEqualTo(accepted.get());
        }
    }

    private void send(int port, int sender) {
        URI door = URI.create("http://127.0.0.1:" + port + "/volunteer_scheduler/webhooks/scicent_sale");
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = 0; ready.get(); i++) {
                byte[] sale = "{\"user_id\":1,\"amount\":1,\"transaction_id\":\"%d-%d\"}"
                        .formatted(sender, i)
                        .getBytes(StandardCharsets.UTF_8);
                HttpRequest request = HttpRequest.newBuilder(door)
                        .header("Content-Type", "application/json")
                        .header("X-Scicent-Signature", Signed.signature(Signed.SCICENT_SECRET, sale))
                        .POST(BodyPublishers.ofByteArray(sale))
                        .build();
                int status = client.send(request, BodyHandlers.discarding()).statusCode();
                if (status == 202) {
                    accepted.incrementAndGet();
                } else if (status != 429) {
                    troubles.add("answered " + status);
                }
            }
        } catch (IOException | InterruptedException e) {
            troubles.add(e.toString());
        }
    }
}
