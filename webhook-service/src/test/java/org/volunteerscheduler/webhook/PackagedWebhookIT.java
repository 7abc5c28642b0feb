// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.GetResponse;
import io.opentelemetry.proto.trace.v1.Span;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.platform.test.Authority;
import org.volunteerscheduler.platform.test.PackagedService;
import org.volunteerscheduler.platform.test.Proxy;
import org.volunteerscheduler.platform.test.Servers;
import org.volunteerscheduler.platform.test.TestBroker;
import org.volunteerscheduler.platform.test.TraceCollector;

/** The service as it is shipped: with traces, behind TLS, and what it logs. */
class PackagedWebhookIT {

    private static final String HOST = "webhook-packaged";
    private static final String SALES = Queue.COMMISSIONS.queueName();
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SALE = "{\"user_id\":987654321,\"amount\":71.82818284,\"transaction_id\":\"%s\"}";

    private static TestBroker broker;

    @BeforeAll
    static void connect() {
        broker = TestBroker.fresh(HOST);
    }

    @AfterAll
    static void disconnect() {
        broker.close();
    }

    @Test
    void aTraceGoesFromTheSenderThroughTheDoorIntoTheMessage() throws IOException {
        try (TraceCollector collector = new TraceCollector();
                PackagedService service = start(collector.settings())) {
            service.awaitReady();
            broker.drain(SALES);
            send("traced");
            String traceparent =
                    String.valueOf(onlySale().getProps().getHeaders().get("traceparent"));
            assertThat(traceparent).startsWith("00-" + TRACE + "-");
            Span door = collector.await(
                    TRACE,
                    span -> traceparent.contains(
                            TraceCollector.hex(span.getSpanId().toByteArray())));
            assertThat(TraceCollector.attribute(door, "sale.transaction_id")).isEqualTo("traced");
        }
    }

    @Test
    void withoutACollectorNothingIsTraced() {
        try (PackagedService service = start(Map.of())) {
            service.awaitReady();
            broker.drain(SALES);
            send("untraced");
            assertThat(onlySale().getProps().getHeaders()).doesNotContainKey("traceparent");
            assertThat(service.output()).doesNotContainIgnoringCase("otlp");
        }
    }

    @Test
    void theLogHasNeitherSecretsNorPayloads() {
        try (PackagedService service = start(Map.of())) {
            service.awaitReady();
            send("accepted");
            Signed.sale("{\"amount\":71.82818284,\"user_id\":-987654321}").statusCode(400);
            Signed.sale("987654321 71.82818284").statusCode(400);
            Signed.post(
                            "scicent_sale",
                            "X-Scicent-Signature",
                            "sha256=" + "ab".repeat(32),
                            sale("forged"),
                            "application/json")
                    .statusCode(401);
            Signed.facts("volunteers", "{\"user_id\":987654321}").statusCode(400);
            Awaitility.await()
                    .until(() -> service.output()
                                    .lines()
                                    .filter(line -> line.startsWith("{"))
                                    .count()
                            >= 4);
            assertThat(service.output())
                    .contains("connected to RabbitMQ", "rejected: signature")
                    .doesNotContain(
                            Signed.SCICENT_SECRET,
                            Signed.DECIDIM_SECRET,
                            Servers.variable("RABBITMQ_PASSWORD"),
                            "71.82818284",
                            "987654321",
                            "abab");
        }
    }

    @Test
    void aVerifiedBrokerIsWorkedWith() throws IOException {
        Authority authority = new Authority();
        try (Proxy proxy = authority.rabbitMq("localhost");
                PackagedService service = start(tls(proxy.port(), authority.pem()))) {
            service.awaitReady();
            broker.drain(SALES);
            send("encrypted");
            assertThat(onlySale().getProps().getMessageId()).isNotBlank();
        }
    }

    @Test
    void aBrokerThatCannotProveWhoItIsIsNotTalkedTo() throws IOException {
        Authority authority = new Authority();
        try (Proxy elsewhere = authority.rabbitMq("elsewhere.example");
                PackagedService wrongHost = start(tls(elsewhere.port(), authority.pem()))) {
            awaitUnready(wrongHost, "localhost");
        }
        try (Proxy proxy = authority.rabbitMq("localhost");
                PackagedService unknownAuthority = start(tls(proxy.port(), new Authority().pem()))) {
            awaitUnready(unknownAuthority, "certification path");
        }
        int plainPort = Integer.parseInt(Servers.variable("RABBITMQ_PORT"));
        try (PackagedService withoutTls = start(tls(plainPort, authority.pem()))) {
            awaitUnready(withoutTls, "problem");
        }
    }

    private static void awaitUnready(PackagedService service, String why) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .ignoreExceptions()
                .until(() -> service.readiness().statusCode() == 503
                        && service.readiness().body().contains(why)
                        && !service.readiness().body().contains("not connected yet"));
    }

    private static Map<String, String> tls(int port, String caFile) {
        return Map.of(
                "RABBITMQ_TLS",
                "true",
                "RABBITMQ_CA_FILE",
                caFile,
                "RABBITMQ_HOST",
                "localhost",
                "RABBITMQ_PORT",
                String.valueOf(port));
    }

    private static PackagedService start(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("SCICENT_WEBHOOK_SECRET", Signed.SCICENT_SECRET);
        all.put("DECIDIM_WEBHOOK_SECRET", Signed.DECIDIM_SECRET);
        PackagedService service = PackagedService.start("webhook", HOST, all);
        RestAssured.port = service.port();
        return service;
    }

    private static void send(String transactionId) {
        byte[] body = sale(transactionId);
        RestAssured.given()
                .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                .header("X-Scicent-Signature", Signed.signature(Signed.SCICENT_SECRET, body))
                .contentType("application/json")
                .body(body)
                .post("/volunteer_scheduler/webhooks/scicent_sale")
                .then()
                .statusCode(202);
    }

    private static byte[] sale(String transactionId) {
        return SALE.formatted(transactionId).getBytes(StandardCharsets.UTF_8);
    }

    private static GetResponse onlySale() {
        return broker.drain(SALES).getFirst();
    }
}
