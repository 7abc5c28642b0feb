package org.volunteerscheduler.dev.bench;

import static org.volunteerscheduler.dev.Environment.required;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.dev.Failure;
import org.volunteerscheduler.dev.server.ServiceProcess;

/** Starts runs over HTTP, as the schedule does, and waits for their end. */
final class MultiplierRunClient implements AutoCloseable {

    private static final int ACCEPTED = 202;
    private static final int ASK_EVERY_MS = 20;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI runs;
    private final Duration longest;

    MultiplierRunClient(BenchService service, Duration longest) {
        this.runs = URI.create(
                "http://" + ServiceProcess.HOST + ":" + service.port() + "/volunteer_scheduler/multipliers/runs");
        this.longest = longest;
    }

    /**
     * A run that is completed.
     *
     * @param seconds from the POST until somebody who asks is told so
     */
    record Completed(double seconds, long volunteers, long changed) {}

    Completed run(Instant asOf) {
        long start = System.nanoTime();
        JsonNode run = send(request(runs).POST(BodyPublishers.ofString("{\"as_of\":\"" + asOf + "\"}")), ACCEPTED);
        HttpRequest.Builder ask =
                request(URI.create(runs + "/" + run.path("id").asText())).GET();
        while (!run.path("status").asText().equals("completed")) {
            if (run.path("status").asText().equals("failed") || System.nanoTime() - start > longest.toNanos()) {
                throw new Failure("the run does not end: " + run);
            }
            BenchStage.pause(ASK_EVERY_MS);
            run = send(ask, 200);
        }
        return new Completed(
                (System.nanoTime() - start) / 1e9,
                run.path("volunteers_done").asLong(),
                run.path("changed").asLong());
    }

    private static HttpRequest.Builder request(URI uri) {
        String credentials = "scheduler:" + required("VOLUNTEER_SCHEDULER_SCHEDULER_PASSWORD");
        return HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    private JsonNode send(HttpRequest.Builder request, int expected) {
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() != expected) {
                throw new Failure("the service answers " + answer.statusCode() + ": "
                        + new String(answer.body(), StandardCharsets.UTF_8));
            }
            return Json.parse(answer.body());
        } catch (IOException e) {
            throw new Failure("no answer from the service", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
