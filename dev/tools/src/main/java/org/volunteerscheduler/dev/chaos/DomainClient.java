package org.volunteerscheduler.dev.chaos;

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
import java.util.Base64;
import java.util.Optional;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.dev.Environment;
import org.volunteerscheduler.dev.server.ServiceProcess;

/** An operator before the domain services. */
final class DomainClient {

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    private final String authorization = "Basic "
            + Base64.getEncoder()
                    .encodeToString(("operator:" + Environment.required("VOLUNTEER_SCHEDULER_OPERATOR_PASSWORD"))
                            .getBytes(StandardCharsets.UTF_8));

    /** @return empty if there was no answer, or none with a status from 200 to 299 */
    Optional<JsonNode> get(int port, String path) throws InterruptedException {
        return send(request(port, path).GET());
    }

    /** As {@link #get}. */
    Optional<JsonNode> post(int port, String path, String json) throws InterruptedException {
        return send(
                request(port, path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    private HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://" + ServiceProcess.HOST + ":" + port + "/volunteer_scheduler/" + path))
                .timeout(Duration.ofSeconds(8))
                .header("Accept", "application/json")
                .header("Authorization", authorization);
    }

    private Optional<JsonNode> send(HttpRequest.Builder request) throws InterruptedException {
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
            return answer.statusCode() / 100 == 2 ? Optional.of(Json.parse(answer.body())) : Optional.empty();
        } catch (IOException noAnswer) {
            return Optional.empty();
        }
    }
}
