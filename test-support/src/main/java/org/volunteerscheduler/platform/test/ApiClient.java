// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.platform.test.ApiDocumentation.Operation;

/**
 * A client that knows nothing of the service but its document: where it is, what an operation is called, what it takes and
 * answers, and how one says who asks.
 */
public final class ApiClient implements AutoCloseable {

    /** How to prove who asks, by the name of the document's security scheme. */
    public interface Credentials {
        String of(JsonNode scheme, byte[] body);
    }

    /** @param body as the document says it is */
    public record Answer(int status, JsonNode body) {}

    private final ApiDocumentation document = ApiDocumentation.fetch();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Credentials> credentials;

    public ApiClient(Map<String, Credentials> credentials) {
        this.credentials = credentials;
    }

    /** One of HTTP Basic's users, whose password is in the tests' environment. */
    public static Credentials user(String name) {
        String password = Servers.password(name);
        return (scheme, body) ->
                "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    public ApiDocumentation document() {
        return document;
    }

    /** With the document's own example for a body. */
    public Answer call(String operationId, Map<String, Object> parameters) throws IOException, InterruptedException {
        Operation operation = document.operation(operationId);
        return call(operationId, parameters, operation.hasBody() ? operation.example() : null);
    }

    /** @param body null: none */
    public Answer call(String operationId, Map<String, Object> parameters, JsonNode body)
            throws IOException, InterruptedException {
        Operation operation = document.operation(operationId);
        if (body != null) {
            require(operation.json().at("/requestBody/content/application~1json/schema"), body, operationId);
        }
        byte[] bytes = body == null ? new byte[0] : Json.write(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(address(operation, parameters))
                .method(operation.method(), BodyPublishers.ofByteArray(bytes));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        Map.Entry<String, String> proof = document.authentication(operation, credentials, bytes);
        if (proof != null) {
            request.header(proof.getKey(), proof.getValue());
        }
        HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
        JsonNode said = operation.response(response.statusCode()).path("content");
        String type = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        JsonNode answer = Json.parse(response.body());
        require(said.path(type).path("schema"), answer, operationId + " " + response.statusCode());
        return new Answer(response.statusCode(), answer);
    }

    private URI address(Operation operation, Map<String, Object> parameters) {
        URI documentAt = URI.create("http://localhost:" + RestAssured.port + "/q/openapi");
        String server = document.root().at("/servers/0/url").asText();
        String path = operation.path();
        for (JsonNode parameter : operation.parameters("path").toList()) {
            String name = parameter.path("name").asText();
            path = path.replace("{" + name + "}", encode(parameters.get(name)));
        }
        StringBuilder query = new StringBuilder();
        operation
                .parameters("query")
                .map(parameter -> parameter.path("name").asText())
                .forEach(name -> {
                    if (parameters.containsKey(name)) {
                        query.append(query.isEmpty() ? '?' : '&')
                                .append(name)
                                .append('=')
                                .append(encode(parameters.get(name)));
                    }
                });
        return documentAt.resolve(server).resolve(path.substring(1) + query);
    }

    private static String encode(Object value) {
        return URLEncoder.encode(value.toString(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void require(JsonNode schema, JsonNode value, String what) {
        if (schema.isMissingNode()) {
            throw new AssertionError(what + " is not documented: " + value);
        }
        var faults = document.faults(schema, value);
        if (!faults.isEmpty()) {
            throw new AssertionError(what + " is not as documented: " + faults + " in " + value);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
