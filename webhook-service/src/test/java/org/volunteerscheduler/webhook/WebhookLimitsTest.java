// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.platform.test.ServiceTest;

/** What an installation may limit. */
@QuarkusTest
@ServiceTest("webhook")
@TestProfile(WebhookLimitsTest.Limited.class)
class WebhookLimitsTest {

    public static class Limited implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "volunteer-scheduler.webhook.rate", "20",
                    "scicent.webhook.tolerance", "PT5M",
                    "volunteer-scheduler.header-timeout", "PT1S",
                    "volunteer-scheduler.body-timeout", "PT1S",
                    "quarkus.http.idle-timeout", "3S");
        }
    }

    @Test
    void aSaleOrARefundOfAnotherTimeIsRefused() {
        for (Instant wrong :
                new Instant[] {Instant.now().minusSeconds(400), Instant.now().plusSeconds(400)}) {
            Signed.sale("{\"user_id\":5,\"amount\":1,\"transaction_id\":\"t\",\"timestamp\":\"" + wrong + "\"}")
                    .statusCode(400)
                    .body("violations.field", contains("timestamp"));
            Signed.refund("{\"refund_id\":\"r\",\"transaction_id\":\"t\",\"timestamp\":\"" + wrong + "\"}")
                    .statusCode(400)
                    .body("violations.field", contains("timestamp"));
        }
    }

    @Test
    void whoComesTooOftenIsAskedToComeBack() {
        boolean refused = false;
        for (int i = 0; i < 500 && !refused; i++) {
            var answer = Signed.facts("volunteers", "{}");
            if (answer.extract().statusCode() == 429) {
                answer.header("Retry-After", is("1"));
                refused = true;
            }
        }
        assertThat(refused).isTrue();
    }

    /** Each goes on sending a little for as long as it may. */
    @Test
    void whoeverDribblesLosesTheConnection() throws Exception {
        String get = "GET /volunteer_scheduler/webhooks/health HTTP/1.1\r\nHost: x\r\n";
        String post =
                "POST /volunteer_scheduler/webhooks/scicent_sale HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
        String http2 = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, "");
        String ping = frame(6, 0, 0, "12345678");
        // GET / from x, by HPACK's static table.
        String headers = "\u0082\u0086\u0084\u0041\u0001x";
        Map<String, List<String>> dribblers = Map.ofEntries(
                Map.entry("says nothing", List.of("", "")),
                Map.entry("a request line", List.of("G", "E")),
                Map.entry("headers", List.of(get, "x")),
                Map.entry("headers of a second request", List.of(get + "\r\n" + get, "x")),
                Map.entry("a body", List.of(post + "Content-Length: 1000\r\n\r\n", "x")),
                Map.entry("a body in chunks", List.of(post + "Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n")),
                Map.entry("a body that nobody reads", List.of(get + "Content-Length: 1000\r\n\r\n", "x")),
                Map.entry("HTTP/2's preface", List.of("PRI * HTTP/2", "/")),
                Map.entry("HTTP/2's pings", List.of(http2, ping)),
                Map.entry(
                        "a frame of headers",
                        List.of(http2 + frame(1, 5, 1, headers).substring(0, 12), "x")),
                Map.entry("continued headers", List.of(http2 + frame(1, 1, 1, headers), frame(9, 0, 1, "x"))),
                Map.entry(
                        "headers of a second request over HTTP/2",
                        List.of(http2 + frame(1, 5, 1, headers) + frame(1, 1, 3, headers), frame(9, 0, 3, "x"))),
                Map.entry("pings after a request", List.of(http2 + frame(1, 5, 1, headers), ping)));
        Map<String, Future<Boolean>> ended = new HashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            dribblers.forEach((name, sent) ->
                    ended.put(name, threads.submit(() -> losesTheConnection(sent.getFirst(), sent.getLast()))));
        }
        for (String name : ended.keySet()) {
            assertThat(ended.get(name).get()).as(name).isTrue();
        }
        RestAssured.get("/volunteer_scheduler/webhooks/health").then().statusCode(200);
    }

    private static String frame(int type, int flags, int stream, String payload) {
        return "" + (char) 0 + (char) 0 + (char) payload.length() + (char) type + (char) flags + "\0\0\0"
                + (char) stream + payload;
    }

    private static boolean losesTheConnection(String first, String again) throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(100);
            socket.getOutputStream().write(first.getBytes(StandardCharsets.ISO_8859_1));
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (System.nanoTime() < deadline) {
                try {
                    socket.getOutputStream().write(again.getBytes(StandardCharsets.ISO_8859_1));
                    if (socket.getInputStream().read(new byte[1000]) < 0) {
                        return true;
                    }
                } catch (SocketTimeoutException nothingCame) {
                    // so once more
                } catch (SocketException closed) {
                    return true;
                }
            }
            return false;
        }
    }
}
