// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.contracts.Json;

/** Who may do what in a domain service, however a path is spelled: no spelling gives anybody more than the plain one. */
public abstract class AccessContract {

    private static final List<String> USERS = List.of("nobody", "scheduler", "viewer", "operator");
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

    /** Wrong for every resource that takes a body, so that none is changed and the answer tells that it was read. */
    private static final String BODY = "{\"organization_id\":-1}";

    /** In place of a slash, after a segment, and before the whole path. */
    private static final List<String> SEPARATORS = List.of(
            "//",
            "/./",
            "/%2e/",
            "/%252e/",
            "/;/",
            "/%3B/",
            "/.;/",
            "/runs/../",
            "/runs/..;/",
            "/runs/%2e%2e/",
            "/runs/%252e%252e/",
            "/runs%2F..%2F",
            "%2F",
            "%2f",
            "%252F",
            "%5C",
            "%255C",
            "\\",
            "/\\",
            "/%5C..%5C");

    private static final List<String> SUFFIXES = List.of(
            ";", ";a=b", "%3B", "%3b", "%3Ba=b", "%253B", ".", "..", "%2e", "%252e", "%20", "%00", "%09", "%0A");
    private static final List<String> ENDS =
            List.of("/", "//", "/.", "/;", "/%2e", "/x/..", "/x/..;", "%2F", "%5C", "?", "#");
    private static final List<String> DETOURS = List.of(
            "/",
            "/.",
            "/;",
            "/%2e",
            "/%252e",
            "/q/..",
            "/q/..;",
            "/q/..;x",
            "/q;/..",
            "/q/%2e%2e",
            "/q/%252e%252e",
            "/q/health/%2e%2e/%2e%2e",
            "/q%2F..",
            "/q/..%2F",
            "/q%5C..",
            "/q/..%5C",
            "/q\\..",
            "/q/%2e%2e%3B");

    /**
     * @param template the path as the OpenAPI document has it
     * @param says part of the answer that only the resource gives, whatever its status
     * @param users who are let in
     */
    public record Door(String method, String template, String says, Set<String> users) {

        public static Door of(String method, String template, String says, String... users) {
            return new Door(method, template, says, Set.of(users));
        }

        /** Nobody has heard of x. */
        String path() {
            return template.replaceAll("\\{[^}]*}", "x");
        }

        boolean admits(String user) {
            return users.contains(user);
        }
    }

    private record Answer(int status, String text) {

        boolean refused() {
            return status >= 400 && status < 500;
        }
    }

    private final List<Door> doors;

    /**
     * @param service as its paths have it: {@code commissions}
     * @param own every operation of the service's but those on dead letters, which all have
     */
    protected AccessContract(String service, Door... own) {
        String letters = "/volunteer_scheduler/" + service + "/dead_letters";
        Stream<Door> common = Stream.of(
                Door.of("GET", letters, "\"items\"", "operator", "viewer"),
                Door.of("GET", letters + "/{id}", "There is no dead letter", "operator", "viewer"),
                Door.of("POST", letters + "/{id}/redrive", "There is no dead letter", "operator"),
                Door.of("POST", letters + "/redrive", "\"redriven\"", "operator"),
                Door.of("DELETE", letters + "/{id}", "There is no dead letter", "operator"));
        this.doors = Stream.concat(Stream.of(own), common).toList();
    }

    @Test
    void everyOperationIsADoorThatIsTriedHere() {
        JsonNode document =
                Json.parse(given().accept("application/json").get("/q/openapi").asByteArray());
        Set<String> operations = new TreeSet<>();
        document.path("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(key -> operations.add(key.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(doors.stream().map(door -> door.method() + " " + door.template()))
                .containsExactlyInAnyOrderElementsOf(operations);
    }

    @Test
    void whoeverMayComesInAndNobodyElse() throws IOException {
        for (Door door : doors) {
            for (String user : USERS) {
                Answer answer = request(user, door.method(), door.path());
                if (door.admits(user)) {
                    assertThat(answer.text()).as("%s %s", user, door).contains(door.says());
                } else {
                    assertThat(answer.status()).as("%s %s", user, door).isEqualTo(user.equals("nobody") ? 401 : 403);
                }
            }
        }
    }

    @Test
    void noSpellingOfAPathLetsAnybodyIn() throws IOException {
        for (Door door : doors) {
            for (String spelling : spellings(door.path())) {
                for (String user : USERS) {
                    if (!door.admits(user)) {
                        Answer answer = request(user, door.method(), spelling);
                        assertThat(answer.refused() && !answer.text().contains(door.says()))
                                .as("%s %s %s: %s", user, door.method(), spelling, answer)
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void noOtherMethodLetsAnybodyIn() throws IOException {
        Set<String> paths = doors.stream().map(Door::path).collect(Collectors.toCollection(LinkedHashSet::new));
        for (String path : paths) {
            for (String method : METHODS) {
                // What can be got can be asked for without its body.
                String offered = method.equals("HEAD") ? "GET" : method;
                for (String user : USERS) {
                    if (doors.stream()
                            .noneMatch(door ->
                                    door.path().equals(path) && door.method().equals(offered) && door.admits(user))) {
                        Answer answer = request(user, method, path);
                        // Which methods there are may be said, in a header and nowhere else.
                        boolean headersAlone =
                                method.equals("OPTIONS") && answer.text().endsWith("\r\n\r\n");
                        assertThat(answer.refused() || headersAlone)
                                .as("%s %s %s: %s", user, method, path, answer)
                                .isTrue();
                    }
                }
            }
        }
    }

    /** Other ways to write a path, some of which somebody between us and the caller may take for the same. */
    private static Set<String> spellings(String path) {
        Set<String> spellings = new LinkedHashSet<>();
        List<String> segments = Arrays.asList(path.substring(1).split("/"));
        for (int i = 0; i < segments.size(); i++) {
            String before = before(segments, i);
            String after = after(segments, i);
            String segment = segments.get(i);
            SUFFIXES.forEach(suffix -> spellings.add(before + "/" + segment + suffix + after));
            SEPARATORS.forEach(separator -> spellings.add(before + separator + segment + after));
            spellings.add(before + "/" + segment.toUpperCase(Locale.ROOT) + after);
            String letter = Integer.toHexString(segment.charAt(0));
            spellings.add(before + "/%" + letter + segment.substring(1) + after);
            spellings.add(before + "/%25" + letter + segment.substring(1) + after);
        }
        ENDS.forEach(end -> spellings.add(path + end));
        DETOURS.forEach(detour -> spellings.add(detour + path));
        spellings.add("http://localhost" + path);
        spellings.remove(path);
        return spellings;
    }

    private static String before(List<String> segments, int end) {
        return segments.subList(0, end).stream().map(segment -> "/" + segment).collect(Collectors.joining());
    }

    private static String after(List<String> segments, int position) {
        return segments.subList(position + 1, segments.size()).stream()
                .map(segment -> "/" + segment)
                .collect(Collectors.joining());
    }

    /** By hand: a client library would tidy the path up. */
    private static Answer request(String user, String method, String target) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        if (!user.equals("nobody")) {
            String password = Servers.password(user);
            head.append("Authorization: Basic ")
                    .append(Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8)))
                    .append("\r\n");
        }
        head.append("Connection: close\r\n");
        boolean hasBody = !List.of("GET", "HEAD", "TRACE").contains(method);
        if (hasBody) {
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(BODY.length())
                    .append("\r\n");
        }
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((head + "\r\n" + (hasBody ? BODY : "")).getBytes(UTF_8));
            String text = new String(socket.getInputStream().readAllBytes(), UTF_8);
            return new Answer(Integer.parseInt(text.split(" ", 3)[1]), text);
        }
    }
}
