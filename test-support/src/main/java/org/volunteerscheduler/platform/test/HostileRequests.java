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

    /** For a segment of a path, and a parameter of a query. */
    private static final List<String> SEGMENTS = Stream.concat(
                    """
                    %00 a%00b %0d%0a %zz % . .. %2e%2e %2F ..%2f..%2f %ff %C0%80 %ED%A0%80 %F0%9F%98%80 %E2%80%8B %E2%80%8Bx
                    -1 0 1 1.5 1e9 0x1 9223372036854775807 9223372036854775808 99999999999999999999 null NaN true
                    ; ;a=b ' %22 %27%20or%201=1-- {} {id} \u0000 \u00ff é | \\ ^ ` %2B + * ~ $ $%7Bx%7D #x ?
                    """.lines().flatMap(line -> Arrays.stream(line.split(" "))),
                    Stream.of("", "a b", "a".repeat(300), "a".repeat(3000), "%61".repeat(1000)))
            .toList();

    private static final List<String> TIMES = lines("""
            %2B999999999-12-31T23:59:59-18:00
            -999999999-01-01T00:00:00%2B18:00
            0000-00-00
            2024-02-30
            9999-12-31
            2099-12-31T23:59:59.999999999Z
            2000-01-01
            1999-12-31T23:59:59Z
            2024-12-15T10:30:00
            2024-12-15 10:30
            """);

    /** Positions in a list as our cursors encode them, of numbers and times beyond every limit, and what is none. */
    private static final List<String> CURSORS = lines("""
            x
            ====
            AAAA
            LTE
            OTIyMzM3MjAzNjg1NDc3NTgwNw
            OTIyMzM3MjAzNjg1NDc3NTgwOA
            LTkyMjMzNzIwMzY4NTQ3NzU4MDg
            KzEwMDAwMDAwMDAtMTItMzFUMjM6NTk6NTkuOTk5OTk5OTk5WnwxfDF8ZmFsc2U
            MjAyNC0wMS0wMVQwMDowMDowMFp8MXwxfGZhbHNl
            KzEwMDAwMDAwMDAtMTItMzFUMjM6NTk6NTlaIHg
            """);

    private static final List<String> HEADERS = lines("""
            Accept: text/csv
            Accept: image/png
            Accept: */*;q=0
            Accept: a
            Accept: ,;/
            Accept: text/csv;q=x
            Accept-Language: xx-\u00ff
            Accept-Charset: utf-16
            Accept-Encoding: gzip, x;q=-1
            Content-Encoding: gzip
            Content-Type: text/plain
            Content-Type: /
            Content-Type: application/*
            Content-Type: application/json;charset=x
            Content-Type: multipart/form-data
            Content-Type: application/x-www-form-urlencoded
            Content-Length: -1
            Content-Length: x
            Content-Length: 99999999999999999999
            Transfer-Encoding: x
            Expect: 100-continue
            Expect: x
            Authorization: x
            Authorization: Basic
            Authorization: Basic %
            Authorization: Basic AAAA
            Authorization: Bearer x.y.z
            Authorization: Digest a=b
            Cookie: a=b; ;=;\u00ff
            Host:
            Host: a b
            Host: x:99999
            Range: bytes=0-0
            If-None-Match: *
            If-Modified-Since: x
            traceparent: 00-0-0-0
            X-Forwarded-For: x
            Forwarded: for="
            X: \u0000
            X-HTTP-Method-Override: DELETE
            Upgrade: websocket
            Upgrade: h2c
            Origin: null
            Name With Space: x
            : x
            no colon
            """, "X: " + "y".repeat(9000));

    private static final List<String> METHODS =
            lines("GET HEAD POST PUT PATCH DELETE OPTIONS TRACE CONNECT PRI get X-Y \u00ff".replace(' ', '\n'));

    private static final List<String> VALUES = lines("""
            null
            true
            ""
            " "
            "x"
            "x "
            "\\u0000"
            "\\ud800"
            "\\ufffe"
            "\\u202e"
            "x\\u200b"
            ".."
            "a/../b"
            "\ud83d\ude00"
            0
            -0
            -1
            1
            0.1
            1.005
            1e400
            -1e400
            1e-400
            1e999999999
            1E-2147483647
            9223372036854775807
            9223372036854775808
            999999999999.99999999
            1000000000000
            []
            {}
            [[[[[[[[1]]]]]]]]
            {"a":{"b":[]}}
            "2024-12-15T10:30:00Z"
            "+999999999-12-31T23:59:59-18:00"
            "2099-12-31T23:59:59.999999999Z"
            "2000-01-01T00:00:00Z"
            "weekly"
            NaN
            Infinity
            undefined
            'x'
            01
            +1
            0x1
            1_000
            "\t"
            "\u0000"
            """, "", "1" + "0".repeat(900), "\"" + "x".repeat(256) + "\"");

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
        return HEADERS.stream()
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
            case 3 -> request(operation, method, path, one(HEADERS), body, true);
            case 4 -> request(operation, one(METHODS), path, null, body, false);
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
        String segment = random.nextInt(4) == 0 ? anyText() : one(SEGMENTS);
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
                        case "from", "to" -> one(TIMES);
                        case "cursor" -> one(CURSORS);
                        default -> one(SEGMENTS);
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
            members.add("\"" + chosen + "\":" + one(VALUES));
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
            case 2 -> one(VALUES).getBytes(StandardCharsets.UTF_8);
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

    private static List<String> lines(String text, String... more) {
        return Stream.concat(text.lines(), Arrays.stream(more)).toList();
    }
}
