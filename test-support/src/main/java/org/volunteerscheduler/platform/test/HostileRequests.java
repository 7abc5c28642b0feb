// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.platform.test.ApiClient.Credentials;
import org.volunteerscheduler.platform.test.ApiDocumentation.Operation;

/**
 * Requests as the document describes them, with one part of each made wrong: the path, the query, a header, the method, a value
 * of the body, or its bytes. The same seed makes the same requests.
 */
final class HostileRequests {

    private final Random random;
    private final ApiDocumentation document;
    private final Map<String, Credentials> credentials;

    /** @param credentials with which every operation may be called */
    HostileRequests(long seed, ApiDocumentation document, Map<String, Credentials> credentials) {
        this.random = new Random(seed);
        this.document = document;
        this.credentials = credentials;
    }

    /**
     * @param asDocumented whether method and path are the operation's
     * @param bytes of it all
     */
    record Request(boolean asDocumented, boolean head, byte[] bytes) {

        private static final int SHOWN = 2000;

        @Override
        public String toString() {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        }
    }

    /** Each header that is out of the ordinary, by itself. */
    List<Request> withEachHeader(Operation operation) {
        return HostileTexts.HEADERS.stream()
                .map(header -> request(operation, operation.method(), path(operation), header, body(operation), true))
                .toList();
    }

    Request next(Operation operation) {
        String method = operation.method();
        String path = path(operation);
        byte[] body = body(operation);
        return switch (random.nextInt(operation.hasBody() ? 8 : 5)) {
            case 0 -> request(operation, method, hostilePath(operation), null, body, false);
            case 1, 2 -> request(operation, method, path + hostileQuery(operation), null, body, true);
            case 3 -> request(operation, method, path, one(HostileTexts.HEADERS), body, true);
            case 4 -> request(operation, one(HostileTexts.METHODS), path, null, body, false);
            case 5, 6 -> request(operation, method, path, null, withHostileValue(body), true);
            default -> request(operation, method, path, null, withHostileBytes(body), true);
        };
    }

    private static String path(Operation operation) {
        return operation.path().replaceAll("\\{[^}]*}", "1");
    }

    /** With the headers that it needs, unless the hostile one is in the place of one of them. */
    private Request request(
            Operation operation, String method, String target, String hostile, byte[] body, boolean asDocumented) {
        List<String> headers = new ArrayList<>(List.of("Host: localhost"));
        if (hostile != null) {
            headers.add(hostile);
        }
        Map.Entry<String, String> proof = document.authentication(operation, credentials, body);
        if (proof != null) {
            addUnlessThere(headers, proof.getKey(), proof.getValue());
        }
        if (operation.hasBody()) {
            addUnlessThere(headers, "Content-Type", "application/json");
        }
        if (body.length > 0 && !has(headers, "Transfer-Encoding")) {
            addUnlessThere(headers, "Content-Length", String.valueOf(body.length));
        }
        String head = method + " " + target + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return new Request(asDocumented, method.equals("HEAD"), bytes.toByteArray());
    }

    private static boolean has(List<String> headers, String name) {
        return headers.stream().anyMatch(header -> header.startsWith(name + ":"));
    }

    private static void addUnlessThere(List<String> headers, String name, String value) {
        if (!has(headers, name)) {
            headers.add(name + ": " + value);
        }
    }

    /** The document's example, with ids that no other test uses, and long ago; a run in the future, which is refused. */
    private static byte[] body(Operation operation) {
        if (!operation.hasBody()) {
            return new byte[0];
        }
        ObjectNode example = operation.example().deepCopy();
        Map.of(
                        "transaction_id", "\"hostile\"",
                        "refund_id", "\"hostile\"",
                        "user_id", "987654321",
                        "organization_id", "987654321",
                        "timestamp", "\"2001-02-03T04:05:06Z\"",
                        "as_of", "\"2099-01-01T00:00:00Z\"")
                .forEach((name, value) -> {
                    if (example.has(name)) {
                        example.set(name, Json.parse(value.getBytes(StandardCharsets.UTF_8)));
                    }
                });
        return Json.write(example);
    }

    private String hostilePath(Operation operation) {
        String path = operation.path();
        String segment = random.nextInt(4) == 0 ? anyText() : one(HostileTexts.SEGMENTS);
        return path.contains("{")
                ? path.replaceAll("\\{[^}]*}", Matcher.quoteReplacement(segment))
                : path + one(List.of("/", ";", "", "/.")) + segment;
    }

    /** Of any bytes but those that end a line. */
    private String anyText() {
        return random.ints(1 + random.nextInt(8), 0, 256)
                .filter(character -> character != '\r' && character != '\n')
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private String hostileQuery(Operation operation) {
        List<String> names = new ArrayList<>(operation
                .parameters("query")
                .map(parameter -> parameter.path("name").asText())
                .toList());
        // Where a volunteer must be named, the other parameters are read only then.
        StringBuilder query = new StringBuilder(names.contains("user_id") ? "?user_id=1&" : "?");
        names.addAll(List.of("unknown", "", "%zz", "a[]"));
        for (int i = random.nextInt(3); i >= 0; i--) {
            String name = one(names);
            String value =
                    switch (name) {
                        case "from", "to" -> one(HostileTexts.TIMES);
                        case "cursor" -> one(HostileTexts.CURSORS);
                        default -> one(HostileTexts.SEGMENTS);
                    };
            query.append(name)
                    .append(random.nextInt(10) == 0 ? "" : "=")
                    .append(value)
                    .append('&');
        }
        return query.toString();
    }

    /** One value of the object is another, is missing, or comes twice; or the object is a list of itself. */
    private byte[] withHostileValue(byte[] body) {
        JsonNode object = Json.parse(body);
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        String chosen = one(Stream.concat(keys.stream(), Stream.of("unknown")).toList());
        List<String> members = keys.stream()
                .filter(key -> !key.equals(chosen))
                .map(key -> "\"" + key + "\":" + object.path(key))
                .collect(Collectors.toCollection(ArrayList::new));
        if (random.nextInt(8) > 0) {
            members.add("\"" + chosen + "\":" + one(HostileTexts.VALUES));
        }
        if (random.nextInt(20) == 0) {
            members.add(members.getFirst());
        }
        String whole = "{" + String.join(",", members) + "}";
        return (random.nextInt(10) == 0 ? "[" + whole + "," + whole + "]" : whole).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] withHostileBytes(byte[] body) {
        return switch (random.nextInt(6)) {
            case 0 -> new byte[0];
            case 1 -> Arrays.copyOf(body, random.nextInt(body.length));
            case 2 -> one(HostileTexts.VALUES).getBytes(StandardCharsets.UTF_8);
            case 3 -> "[".repeat(20_000).getBytes(StandardCharsets.UTF_8);
            case 4 -> new String(body, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16);
            default -> {
                byte[] broken = body.clone();
                for (int i = 0; i < 3; i++) {
                    broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
                }
                yield broken;
            }
        };
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
