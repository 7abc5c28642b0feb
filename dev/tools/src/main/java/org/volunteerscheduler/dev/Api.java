package org.volunteerscheduler.dev;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.volunteerscheduler.contracts.Json;

/** The services' HTTP as Scicent, Decidim and an operator use it. Addresses and secrets come from the environment. */
public final class Api {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Api() {}

    static Api fromEnvironment() {
        return new Api();
    }

    /** One sale with Scicent's signature; answers the status. */
    int sale(long buyer, String amount, String transactionId) throws Exception {
        return post("scicent_sale", "X-Scicent-Signature", environment("SCICENT_WEBHOOK_SECRET"), saleBody(buyer, amount, transactionId));
    }

    int wronglySignedSale(long buyer, String amount, String transactionId) throws Exception {
        return post("scicent_sale", "X-Scicent-Signature", "not the secret", saleBody(buyer, amount, transactionId));
    }

    int facts(String path, List<String> items) throws Exception {
        return post(path, "X-Decidim-Signature", environment("DECIDIM_WEBHOOK_SECRET"), "[" + String.join(",", items) + "]");
    }

    int saleStatus(String transactionId) throws Exception {
        return get("sales/" + encode(transactionId)).statusCode();
    }

    /** The sale as soon as it has this status, or as it is when patience ends. */
    JsonNode awaitSale(String transactionId, String status) throws Exception {
        return await("sales/" + encode(transactionId), sale -> sale.path("status").asText().equals(status));
    }

    JsonNode awaitConflict(String transactionId) throws Exception {
        return await("sales/" + encode(transactionId), sale -> sale.path("conflicts").asInt() > 0);
    }

    BigDecimal total(long userId) throws Exception {
        return Json.parse(get("commissions?user_id=" + userId).body()).path("total").decimalValue();
    }

    private JsonNode await(String path, Predicate<JsonNode> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            HttpResponse<byte[]> answer = get(path);
            JsonNode body = answer.statusCode() == 200 ? Json.parse(answer.body()) : Json.parse("{}".getBytes(StandardCharsets.UTF_8));
            if (condition.test(body) || System.nanoTime() > deadline) {
                return body;
            }
            Thread.sleep(20);
        }
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        String user = "viewer:" + environment("VOLUNTEER_SCHEDULER_VIEWER_PASSWORD");
        return http.send(
                HttpRequest.newBuilder(URI.create(environment("COMMISSION_URL") + "/volunteer_scheduler/" + path))
                        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private int post(String path, String header, String secret, String body) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return http.send(
                        HttpRequest.newBuilder(URI.create(environment("WEBHOOK_URL") + "/volunteer_scheduler/webhooks/" + path))
                                .header("Content-Type", "application/json")
                                .header(header, signature(secret, bytes))
                                .POST(BodyPublishers.ofByteArray(bytes))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    static String saleBody(long buyer, String amount, String transactionId) {
        return "{\"user_id\":%d,\"amount\":%s,\"transaction_id\":\"%s\",\"currency\":\"SCICENT\",\"timestamp\":\"2024-12-15T10:30:00Z\"}"
                .formatted(buyer, amount, transactionId);
    }

    /** {@code sha256=<lower-case hex HMAC-SHA256>} of the body. */
    public static String signature(String secret, byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8);
    }

    static String environment(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set; source dev/local.env");
        }
        return value;
    }
}
