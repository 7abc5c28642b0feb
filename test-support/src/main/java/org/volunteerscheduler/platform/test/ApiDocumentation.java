// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.restassured.RestAssured;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.volunteerscheduler.contracts.Json;

/** A service's OpenAPI document, as a program reads it. */
public final class ApiDocumentation {

    private final JsonNode root;
    private final Map<JsonNode, JsonSchema> schemas = new HashMap<>();

    private ApiDocumentation(JsonNode root) {
        this.root = root;
    }

    /** Of the service under test. */
    public static ApiDocumentation fetch() {
        return new ApiDocumentation(
                Json.parse(RestAssured.get("/q/openapi?format=json").asByteArray()));
    }

    /** @param path with its parameters in braces */
    public record Operation(String method, String path, JsonNode json) {

        public String id() {
            return json.path("operationId").asText();
        }

        public boolean hasBody() {
            return json.has("requestBody");
        }

        public Stream<JsonNode> parameters(String in) {
            return json.path("parameters")
                    .valueStream()
                    .filter(parameter -> parameter.path("in").asText().equals(in));
        }

        /** The first example of the body, as it would be sent. */
        public JsonNode example() {
            JsonNode examples = json.at("/requestBody/content/application~1json/examples");
            return StreamSupport.stream(examples.spliterator(), false)
                    .reduce((first, last) -> last)
                    .orElseThrow(() -> new AssertionError(id() + " has no example"))
                    .path("value");
        }

        /** What is said of this status. */
        public JsonNode response(int status) {
            JsonNode own = json.path("responses").path(String.valueOf(status));
            return own.isMissingNode() ? json.path("responses").path("default") : own;
        }
    }

    public JsonNode root() {
        return root;
    }

    public List<Operation> operations() {
        return root.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(method -> new Operation(
                                method.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey(), method.getValue())))
                .toList();
    }

    public Operation operation(String id) {
        return operations().stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no operation " + id));
    }

    /**
     * The header, by name and value, by which whoever has one of these credentials may call the operation.
     *
     * @return null if none of them is of use
     */
    Map.Entry<String, String> authentication(
            Operation operation, Map<String, ApiClient.Credentials> credentials, byte[] body) {
        for (JsonNode requirement : operation.json().path("security")) {
            String name = requirement.fieldNames().next();
            if (credentials.containsKey(name)) {
                JsonNode scheme = root.at("/components/securitySchemes/" + name);
                boolean apiKey = scheme.path("type").asText().equals("apiKey");
                return Map.entry(
                        apiKey ? scheme.path("name").asText() : "Authorization",
                        credentials.get(name).of(scheme, body));
            }
        }
        return null;
    }

    /** What is wrong with a value by a schema of the document's. */
    public Collection<ValidationMessage> faults(JsonNode schema, JsonNode value) {
        return schemas.computeIfAbsent(schema, this::compile).validate(value);
    }

    private JsonSchema compile(JsonNode schema) {
        ObjectNode whole = root.deepCopy();
        whole.retain(Set.of("components"));
        whole.setAll((ObjectNode) schema);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        whole,
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
    }
}
