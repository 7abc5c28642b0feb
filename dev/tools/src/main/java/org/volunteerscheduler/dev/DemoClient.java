package org.volunteerscheduler.dev;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.volunteerscheduler.contracts.Json;

/** Scicent and Decidim at the public door, an operator, and a viewer who looks at what became of it. */
final class DemoClient {

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);
    /** Settling takes milliseconds; this is for a machine that is busy with something else. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    /** Once something did not come, the rest need not take minutes. */
    private static final Duration LONGEST_WAIT_AFTER_MISS = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LONGEST_ANSWER)
            .build();
    private final Signer scicent = new Signer(Environment.requiredSecret("SCICENT_WEBHOOK_SECRET"));
    private final Signer decidim = new Signer(Environment.requiredSecret("DECIDIM_WEBHOOK_SECRET"));
    private final String viewer = basic("viewer", Environment.required("VOLUNTEER_SCHEDULER_VIEWER_PASSWORD"));
    private final String operator = basic("operator", Environment.required("VOLUNTEER_SCHEDULER_OPERATOR_PASSWORD"));
    private Duration longestWait = LONGEST_WAIT;

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** An answer of any service. */
    record Answer(int status, JsonNode body) {

        @Override
        public String toString() {
            return status + " " + body;
        }
    }

    Answer postVolunteers(Object volunteers) {
        byte[] body = Json.write(volunteers);
        return post("volunteers", "X-Decidim-Signature", decidim.sign(body), body);
    }

    Answer postAssignments(Object assignments) {
        byte[] body = Json.write(assignments);
        return post("task_assignments", "X-Decidim-Signature", decidim.sign(body), body);
    }

    Answer postSale(Object sale) {
        byte[] body = Json.write(sale);
        return post("scicent_sale", "X-Scicent-Signature", scicent.sign(body), body);
    }

    /** As somebody would who does not know the secret. */
    Answer postForgedSale(Object sale) {
        byte[] body = Json.write(sale);
        return post("scicent_sale", "X-Scicent-Signature", new Signer("not the secret").sign(body), body);
    }

    private Answer post(String webhook, String signatureHeader, String signature, byte[] body) {
        return send(request("WEBHOOK_URL", "/volunteer_scheduler/webhooks/" + webhook)
                .header("Content-Type", "application/json")
                .header(signatureHeader, signature)
                .POST(BodyPublishers.ofByteArray(body)));
    }

    Answer sale(String transactionId) {
        return look("COMMISSION_URL", "/volunteer_scheduler/sales/" + transactionId);
    }

    /** The sale as soon as it is as awaited, or as it was when the wait was over. */
    Answer awaitSale(String transactionId, Predicate<JsonNode> awaited) {
        return await(() -> sale(transactionId), awaited);
    }

    Answer statement(long userId) {
        return look("COMMISSION_URL", "/volunteer_scheduler/commissions?user_id=" + userId);
    }

    /** What a look shows as soon as it is as awaited, or what it was when the wait was over. */
    Answer await(Supplier<Answer> look, Predicate<JsonNode> awaited) {
        long deadline = System.nanoTime() + longestWait.toNanos();
        Answer answer = look.get();
        while (answer.status() != 200 || !awaited.test(answer.body())) {
            if (System.nanoTime() > deadline) {
                longestWait = LONGEST_WAIT_AFTER_MISS;
                break;
            }
            pause();
            answer = look.get();
        }
        return answer;
    }

    /**
     * GET, as a viewer.
     *
     * @param url the variable that has the service's address
     */
    Answer look(String url, String path) {
        return send(request(url, path)
                .header("Accept", "application/json")
                .header("Authorization", viewer)
                .GET());
    }

    /** POST, as an operator. */
    Answer order(String url, String path, Object body) {
        return send(request(url, path)
                .header("Content-Type", "application/json")
                .header("Authorization", operator)
                .POST(BodyPublishers.ofByteArray(Json.write(body))));
    }

    private static HttpRequest.Builder request(String url, String path) {
        return HttpRequest.newBuilder(URI.create(Environment.required(url) + path));
    }

    private Answer send(HttpRequest.Builder builder) {
        HttpRequest request = builder.timeout(LONGEST_ANSWER).build();
        try {
            var response = http.send(request, BodyHandlers.ofByteArray());
            byte[] body = response.body();
            return new Answer(response.statusCode(), body.length == 0 ? null : Json.parse(body));
        } catch (IOException e) {
            throw new Failure("no answer from " + request.uri() + "; are the services up (dev/up)?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }
}
