// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.platform.test.AuditLines;
import org.volunteerscheduler.platform.test.ServiceTest;

/** A sender who was refused can ask why: the answer has an id, and so has our log. */
@QuarkusTest
@ServiceTest("webhook")
class RefusalTest {

    private static final String SALE = "{\"user_id\":5,\"amount\":%s,\"transaction_id\":\"t\"}";

    @Inject
    Vertx vertx;

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
                                    + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    + ("10000\r\n" + "x".repeat(0x10000) + "\r\n").repeat(32) + "0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 413")
                    .contains("application/problem+json", "\"instance\":\"urn:uuid:");
        }
        assertThat(rejected("too_large")).isEqualTo(before + 1);
    }

    /** What is under way on it comes through, and so does what comes after. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void overHttp2OnlyTheRequestThatIsTooLargeIsRefused(boolean declared) throws Exception {
        byte[] sale = SALE.formatted("1").getBytes(StandardCharsets.UTF_8);
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        try {
            HttpClientRequest valid = begin(client, sale, sale.length);
            await(valid.write(Buffer.buffer().appendBytes(sale, 0, 10)));
            int large = 2 * 1024 * 1024;
            HttpClientRequest refused = begin(client, new byte[0], declared ? large : 0);
            // It may be told to stop on the way.
            var unused = refused.end(Buffer.buffer(new byte[large]));
            var explained = refused.response().compose(answer -> {
                assertThat(answer.statusCode()).isEqualTo(413);
                assertThat(answer.getHeader("Content-Type")).isEqualTo("application/problem+json");
                return answer.body();
            });
            assertThat(await(explained).toJsonObject().getInteger("status")).isEqualTo(413);

            unused = valid.end(Buffer.buffer().appendBytes(sale, 10, sale.length - 10));
            assertThat(await(valid.response()).statusCode()).isEqualTo(202);
            HttpClientRequest after = begin(client, sale, sale.length);
            unused = after.end(Buffer.buffer(sale));
            assertThat(await(after.response()).statusCode()).isEqualTo(202);
            assertThat(List.of(refused.connection(), after.connection())).containsOnly(valid.connection());
        } finally {
            await(client.close());
        }
    }

    /** @param length 0: not declared */
    private static HttpClientRequest begin(HttpClient client, byte[] signed, int length) throws Exception {
        HttpClientRequest request = await(client.request(
                HttpMethod.POST, RestAssured.port, "localhost", "/volunteer_scheduler/webhooks/scicent_sale"));
        request.putHeader("Content-Type", "application/json")
                .putHeader("X-Scicent-Signature", Signed.signature(Signed.SCICENT_SECRET, signed));
        if (length > 0) {
            request.putHeader("Content-Length", String.valueOf(length));
        }
        return request;
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** Down to what is no HTTP. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /?a=% HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /volunteer_scheduler/webhooks/\0 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nX: \0\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\n\r\n",
                "GET x HTTP/1.1\r\nHost: x\r\n\r\n",
                "* / HTTP/1.1\r\nHost: x\r\n\r\n",
                "garbage\r\n\r\n",
                "PUT /volunteer_scheduler/webhooks/health HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /volunteer_scheduler/webhooks/health HTTP/1.1\r\nHost: x\r\nAccept: image/png\r\n\r\n",
                "GET /q/metrics HTTP/1.1\r\nHost: x\r\nAccept: image/png\r\n\r\n",
                "POST /volunteer_scheduler/webhooks/volunteers HTTP/1.1\r\nHost: x\r\nContent-Length: a\r\n\r\n",
                "POST /volunteer_scheduler/webhooks/volunteers HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST /volunteer_scheduler/webhooks/volunteers HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"
            })
    void whateverIsWrongTheAnswerExplainsIt(String request) throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder read = new StringBuilder();
            for (int next = 0; next >= 0 && next != '}'; ) {
                next = socket.getInputStream().read();
                read.append((char) next);
            }
            String answer = read.toString();
            assertThat(answer).matches("(?s)HTTP/\\d\\.\\d 4\\d\\d .*");
            assertThat(answer.toLowerCase(Locale.ROOT))
                    .contains("content-type: application/problem+json", "x-content-type-options: nosniff");
            JsonNode problem =
                    Json.parse(answer.substring(answer.indexOf("\r\n\r\n")).getBytes(StandardCharsets.UTF_8));
            assertThat(problem.fieldNames()).toIterable().contains("type", "title", "status", "detail", "instance");
            assertThat(answer.split(" ")[1]).isEqualTo(problem.path("status").asText());
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
