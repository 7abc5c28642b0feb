package org.volunteerscheduler.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.platform.test.AuditLines;
import org.volunteerscheduler.platform.test.RealServers;

/** A sender who was refused can ask why: the answer has an id, and so has our log. */
@QuarkusTest
@QuarkusTestResource(value = RealServers.class, initArgs = @ResourceArg(name = "service", value = "webhook"))
class RefusalTest {

    private static final String SALE = "{\"user_id\":5,\"amount\":%s,\"transaction_id\":\"t\"}";

    private final AuditLines audit = new AuditLines();

    @AfterEach
    void close() {
        audit.close();
    }

    @Test
    void eachRefusalHasAnIdInTheAnswerAndInTheAuditLogAndIsCountedByItsReason() {
        byte[] sale = SALE.formatted("1").getBytes(StandardCharsets.UTF_8);
        isExplained("invalid", () -> Signed.sale(SALE.formatted("-1")));
        isExplained(
                "signature", () -> Signed.post("scicent_sale", "X-Scicent-Signature", null, sale, "application/json"));
        isExplained("media_type", () -> Signed.sale(sale, "text/plain"));
        isExplained("too_large", () -> Signed.sale(SALE.formatted("1" + " ".repeat(2 * 1024 * 1024))));
    }

    private void isExplained(String reason, Supplier<ValidatableResponse> request) {
        double before = rejected(reason);
        String id = request.get()
                .contentType("application/problem+json")
                .body("instance", startsWith("urn:uuid:"))
                .extract()
                .path("instance");
        assertThat(audit.of(id)).singleElement().satisfies(line -> {
            assertThat(line.path("outcome").asText()).isEqualTo("rejected: " + reason);
            assertThat(line.path("what").asText()).isEqualTo("webhook");
            assertThat(line.path("path").asText()).endsWith("/webhooks/scicent_sale");
            assertThat(line.toString()).doesNotContain("amount\":", "user_id\":");
        });
        assertThat(rejected(reason)).isEqualTo(before + 1);
    }

    private static double rejected(String reason) {
        String name = "volunteer_scheduler_webhook_rejected_total{reason=\"" + reason + "\"} ";
        return RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(
                        line -> Double.parseDouble(line.substring(name.length()).split(" ")[0]))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aBodyOfNoDeclaredLengthIsCutOffAtOneMebibyteToo() throws IOException {
        double before = rejected("too_large");
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("POST /volunteer_scheduler/webhooks/scicent_sale HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
            try {
                for (int i = 0; i < 32; i++) {
                    socket.getOutputStream().write(chunk.getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException hungUp) {
                // the answer may come before we have said it all
            }
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 413");
            Awaitility.await().until(() -> rejected("too_large") == before + 1);
        }
    }

    @Test
    void headersOverEightKibibytesAreRefused() {
        RestAssured.given()
                .header("X-Padding", "x".repeat(20_000))
                .get("/volunteer_scheduler/webhooks/health")
                .then()
                .statusCode(431);
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() {
        for (String path : new String[] {"/volunteer_scheduler/webhooks/health", "/nowhere", "/q/health/live"}) {
            RestAssured.get(path)
                    .then()
                    .header("X-Content-Type-Options", "nosniff")
                    .header("X-Frame-Options", "DENY")
                    .header("Referrer-Policy", "no-referrer")
                    .header("Cache-Control", "no-store")
                    .header("Strict-Transport-Security", startsWith("max-age="));
        }
        Signed.sale("{}").header("X-Content-Type-Options", "nosniff");
    }
}
