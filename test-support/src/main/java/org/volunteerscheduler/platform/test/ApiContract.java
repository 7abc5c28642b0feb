// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.RestAssured;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.platform.test.ApiDocumentation.Operation;

/** What holds of the HTTP interface of every service. */
public abstract class ApiContract {

    /** {@code -Dfuzz.seed=…} tries other requests, {@code -Dfuzz.requests=…} more of them. */
    private static final long SEED = Long.getLong("fuzz.seed", 20261125);

    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 500);

    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([^}]*)}");
    private static final String REFERENCE = "#/components/";

    /** By the names of the document's security schemes: with them every operation may be called. */
    protected abstract Map<String, ApiClient.Credentials> credentials();

    /** By a problem, or as the document describes it; never by a fault of the service. */
    @Test
    void whateverIsSentIsAnsweredProperly() {
        ApiDocumentation document = ApiDocumentation.fetch();
        HostileRequests requests = new HostileRequests(SEED, document, credentials());
        Set<Integer> statuses = new TreeSet<>();
        try (RawConnection connection = new RawConnection(RestAssured.port)) {
            for (Operation operation : document.operations()) {
                for (HostileRequests.Request request : requests.withEachHeader(operation)) {
                    statuses.add(answer(connection, document, operation, request));
                }
            }
            List<Operation> operations = document.operations();
            for (int i = 0; i < REQUESTS; i++) {
                Operation operation = operations.get(i % operations.size());
                statuses.add(answer(connection, document, operation, requests.next(operation)));
            }
        }
        assertThat(statuses).as("what the requests came to").contains(400, 401, 404, 405, 406, 415);
    }

    /** @return the status */
    private static int answer(
            RawConnection connection, ApiDocumentation document, Operation operation, HostileRequests.Request request) {
        try {
            RawConnection.Answer answer = connection.send(request.bytes(), request.head());
            assertThat(AnswerCheck.faults(document, operation, request, answer))
                    .as("seed %d, answer %d %s to\n%s", SEED, answer.status(), answer.text(), request)
                    .isEmpty();
            return answer.status();
        } catch (IOException e) {
            throw new AssertionError("no answer to\n" + request, e);
        }
    }

    /** What the rules of Spectral's {@code oas} would say, and that nothing is left undescribed. */
    @Test
    void theDocumentHasNoFault() {
        ApiDocumentation document = ApiDocumentation.fetch();
        List<String> faults = new ArrayList<>();
        checkHead(document.root(), faults);
        Set<String> ids = new HashSet<>();
        for (Operation operation : document.operations()) {
            String name = operation.method() + " " + operation.path();
            if (!ids.add(operation.id())) {
                faults.add(name + ": operationId is missing or not unique");
            }
            checkOperation(document, operation, name, faults);
        }
        checkReferences(document.root(), faults);
        checkSchemas(document.root(), faults);
        assertThat(faults).isEmpty();
    }

    private static void checkHead(JsonNode root, List<String> faults) {
        requireText(root, "/info/title", faults);
        requireText(root, "/info/description", faults);
        requireText(root, "/info/contact/name", faults);
        requireText(root, "/info/license/name", faults);
        requireText(root, "/servers/0/url", faults);
        for (JsonNode tag : root.path("tags")) {
            requireText(tag, "/description", faults);
        }
        root.at("/components/securitySchemes").properties().forEach(entry -> {
            JsonNode scheme = entry.getValue();
            requireText(scheme, "/description", faults);
            switch (scheme.path("type").asText()) {
                case "http" -> requireText(scheme, "/scheme", faults);
                case "apiKey" -> {
                    requireText(scheme, "/name", faults);
                    requireText(scheme, "/in", faults);
                }
                case "openIdConnect" -> requireText(scheme, "/openIdConnectUrl", faults);
                default -> faults.add(entry.getKey() + ": unknown type");
            }
        });
    }

    private static void checkOperation(
            ApiDocumentation document, Operation operation, String name, List<String> faults) {
        JsonNode json = operation.json();
        for (String text : List.of("/operationId", "/summary", "/description", "/tags/0")) {
            if (json.at(text).asText().isBlank()) {
                faults.add(name + ": no " + text);
            }
        }
        Set<String> tags = document.root()
                .path("tags")
                .valueStream()
                .map(tag -> tag.path("name").asText())
                .collect(Collectors.toSet());
        json.path("tags").forEach(tag -> {
            if (!tags.contains(tag.asText())) {
                faults.add(name + ": the tag " + tag + " is not described");
            }
        });
        Set<String> inPath = new TreeSet<>();
        Matcher parameter = PATH_PARAMETER.matcher(operation.path());
        while (parameter.find()) {
            inPath.add(parameter.group(1));
        }
        Set<String> described = operation
                .parameters("path")
                .map(one -> one.path("name").asText())
                .collect(Collectors.toCollection(TreeSet::new));
        if (!inPath.equals(described)) {
            faults.add(name + ": parameters of the path " + inPath + ", described " + described);
        }
        json.path("parameters").forEach(one -> {
            if (one.path("description").asText().isBlank()) {
                faults.add(name + ": parameter " + one.path("name") + " is not described");
            }
        });
        json.path("security").forEach(requirement -> requirement.fieldNames().forEachRemaining(scheme -> {
            if (document.root().at("/components/securitySchemes/" + scheme).isMissingNode()) {
                faults.add(name + ": unknown security scheme " + scheme);
            }
        }));
        checkBodies(document, operation, name, faults);
    }

    private static void checkBodies(ApiDocumentation document, Operation operation, String name, List<String> faults) {
        JsonNode request = operation.json().at("/requestBody/content/application~1json");
        if (operation.hasBody()) {
            if (request.path("examples").isEmpty()) {
                faults.add(name + ": no example of the body");
            }
            request.path("examples").properties().forEach(example -> document.faults(
                            request.path("schema"), example.getValue().path("value"))
                    .forEach(fault -> faults.add(name + ": example " + example.getKey() + ": " + fault)));
        }
        operation.json().path("responses").properties().forEach(response -> {
            JsonNode content = response.getValue().path("content");
            if (response.getValue().path("description").asText().isBlank()) {
                faults.add(name + ": " + response.getKey() + " is not described");
            }
            if (content.isEmpty()) {
                faults.add(name + ": " + response.getKey() + " has no content");
            }
            content.properties().forEach(type -> {
                if (type.getValue().path("schema").isEmpty()) {
                    faults.add(name + ": " + response.getKey() + " has no schema");
                }
            });
        });
        if (operation
                .json()
                .at("/responses/default/content/application~1problem+json")
                .isMissingNode()) {
            faults.add(name + ": no problem by default");
        }
    }

    /** Each leads somewhere, and to everything leads one. */
    private static void checkReferences(JsonNode root, List<String> faults) {
        Set<String> used = new HashSet<>();
        for (JsonNode reference : root.findValues("$ref")) {
            used.add(reference.asText());
            if (root.at(reference.asText().substring(1)).isMissingNode()) {
                faults.add(reference + " leads nowhere");
            }
        }
        root.at("/components/schemas").fieldNames().forEachRemaining(name -> {
            // One that an array of its own kind refers to is used too.
            if (!used.contains(REFERENCE + "schemas/" + name)) {
                faults.add("the schema " + name + " is not used");
            }
        });
    }

    private static void checkSchemas(JsonNode root, List<String> faults) {
        root.at("/components/schemas").properties().forEach(schema -> {
            JsonNode properties = schema.getValue().path("properties");
            properties.fieldNames().forEachRemaining(property -> {
                if (!property.matches("[a-z]+(_[a-z]+)*")) {
                    faults.add(schema.getKey() + "." + property + " is not in snake_case");
                }
            });
            schema.getValue().path("required").forEach(property -> {
                if (!properties.has(property.asText())) {
                    faults.add(schema.getKey() + "." + property + " is required but unknown");
                }
            });
            if (schema.getValue().path("format").asText().equals("binary")) {
                faults.add(schema.getKey() + " is binary");
            }
        });
    }

    private static void requireText(JsonNode node, String pointer, List<String> faults) {
        if (node.at(pointer).asText().isBlank()) {
            faults.add("no " + pointer + " in " + node);
        }
    }
}
