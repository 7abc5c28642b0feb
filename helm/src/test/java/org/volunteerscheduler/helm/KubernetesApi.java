// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * As much of Kubernetes' API as Helm asks when it renders an upgrade: the objects of the release as it is installed, and
 * Helm's own record of it. It can only be read: an upgrade ends where it would begin to change something.
 */
final class KubernetesApi implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, List<String>> KINDS_BY_VERSION = Map.of(
            "v1", List.of("ConfigMap", "Secret", "Service", "ServiceAccount", "Pod"),
            "apps/v1", List.of("Deployment", "StatefulSet"),
            "batch/v1", List.of("CronJob"),
            "policy/v1", List.of("PodDisruptionBudget"),
            "autoscaling/v2", List.of("HorizontalPodAutoscaler"),
            "networking.k8s.io/v1", List.of("NetworkPolicy"),
            "keda.sh/v1alpha1", List.of("ScaledObject", "TriggerAuthentication"));

    /** A zipped text, as base64. */
    private static final Pattern RECORD = Pattern.compile("H4sI[A-Za-z0-9+/]+=*");

    private final HttpServer server;
    private volatile Optional<Chart.Rendered> recorded = Optional.empty();
    private final List<ObjectNode> objects = new ArrayList<>();

    /** @param installed what the release was installed as */
    KubernetesApi(Chart.Rendered installed) throws IOException {
        installed.documents().stream()
                // A test's pod is no part of the release.
                .filter(document -> !document.path("kind").asText().equals("Pod"))
                .forEach(document -> objects.add(asKept((ObjectNode) document)));
        objects.add(release());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String kubeConfig() {
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: test, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: test, user: {}}]
                contexts: [{name: test, context: {cluster: test, user: test}}]
                current-context: test
                """.formatted(server.getAddress().getPort());
    }

    /** The object itself: what is changed in it is changed in the cluster. */
    ObjectNode get(String kind, String name) {
        return find(kind, name).orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private Optional<ObjectNode> find(String kind, String name) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .filter(object -> Chart.name(object).equals(name))
                .findFirst();
    }

    /** As Helm marks it, and with a Secret's texts as data. */
    private static ObjectNode asKept(ObjectNode object) {
        ((ObjectNode) object.path("metadata"))
                .withObjectProperty("annotations")
                .put("meta.helm.sh/release-name", Chart.RELEASE)
                .put("meta.helm.sh/release-namespace", Chart.RELEASE);
        JsonNode texts = object.remove("stringData");
        if (texts != null) {
            ObjectNode data = object.putObject("data");
            texts.properties()
                    .forEach(text -> data.put(
                            text.getKey(), base64(text.getValue().asText().getBytes(StandardCharsets.UTF_8))));
        }
        return object;
    }

    /** Helm's record of revision 1. */
    private static ObjectNode release() throws IOException {
        byte[] record = JSON.writeValueAsBytes(Map.of(
                "name",
                Chart.RELEASE,
                "namespace",
                Chart.RELEASE,
                "version",
                1,
                "info",
                Map.of("status", "deployed"),
                "chart",
                Map.of("metadata", Map.of("apiVersion", "v2", "name", Chart.RELEASE, "version", Chart.VERSION)),
                "manifest",
                ""));
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write(record);
        }
        String name = "sh.helm.release.v1." + Chart.RELEASE + ".v1";
        return JSON.valueToTree(Map.of(
                "apiVersion", "v1",
                "kind", "Secret",
                "type", "helm.sh/release.v1",
                "metadata", Map.of("name", name, "labels", Map.of("owner", "helm")),
                "data", Map.of("release", base64(base64(zipped.toByteArray()).getBytes(StandardCharsets.UTF_8)))));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Object found = null;
            if (exchange.getRequestMethod().equals("GET")) {
                found = read(
                        exchange.getRequestURI().getPath(),
                        exchange.getRequestURI().getQuery());
            } else {
                note(exchange.getRequestBody().readAllBytes());
            }
            byte[] body = JSON.writeValueAsBytes(
                    found == null
                            ? Map.of("kind", "Status", "status", "Failure", "reason", "NotFound", "code", 404)
                            : found);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(found == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Whatever Helm would keep begins with its record, in a format of bytes: the one long text in it is the record. */
    private void note(byte[] body) throws IOException {
        Matcher text = RECORD.matcher(new String(body, StandardCharsets.ISO_8859_1));
        if (text.find()) {
            byte[] zipped = Base64.getDecoder().decode(text.group());
            JsonNode record = JSON.readTree(new GZIPInputStream(new ByteArrayInputStream(zipped)));
            recorded = Optional.of(new Chart.Rendered(record.path("manifest").asText()));
        }
    }

    void forget() {
        recorded = Optional.empty();
    }

    /** What Helm has rendered since, and would have made of the release. */
    Optional<Chart.Rendered> recorded() {
        return recorded;
    }

    private Object read(String path, String query) {
        String version = path.replaceFirst("^/apis?/?", "").replaceFirst("/namespaces/.*", "");
        if (path.equals("/version")) {
            return Map.of("major", "1", "minor", "36", "gitVersion", "v1.36.0");
        }
        if (path.equals("/api")) {
            return Map.of("kind", "APIVersions", "versions", List.of("v1"));
        }
        if (path.equals("/apis")) {
            return Map.of("kind", "APIGroupList", "groups", groups());
        }
        if (!KINDS_BY_VERSION.containsKey(version)) {
            return null;
        }
        String[] names = path.replaceFirst(".*/namespaces/[^/]+/", "").split("/");
        if (!path.contains("/namespaces/")) {
            return Map.of("kind", "APIResourceList", "groupVersion", version, "resources", resources(version));
        }
        String kind = KINDS_BY_VERSION.get(version).stream()
                .filter(known -> plural(known).equals(names[0]))
                .findFirst()
                .orElseThrow();
        return names.length > 1 ? find(kind, names[1]).orElse(null) : list(version, kind, query);
    }

    /** Helm asks for its own records only; the chart asks for all. */
    private Map<String, Object> list(String version, String kind, String query) {
        boolean records = query != null && query.contains("owner=helm");
        List<ObjectNode> items = objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .filter(object -> !records || object.at("/metadata/labels").has("owner"))
                .toList();
        return Map.of("apiVersion", version, "kind", kind + "List", "metadata", Map.of(), "items", items);
    }

    private static List<?> groups() {
        return KINDS_BY_VERSION.keySet().stream()
                .filter(version -> version.contains("/"))
                .map(version -> {
                    String[] parts = version.split("/");
                    Map<String, String> known = Map.of("groupVersion", version, "version", parts[1]);
                    return Map.of("name", parts[0], "versions", List.of(known), "preferredVersion", known);
                })
                .toList();
    }

    private static List<?> resources(String version) {
        List<String> verbs = List.of("create", "get", "list", "patch", "update", "delete");
        return KINDS_BY_VERSION.get(version).stream()
                .map(kind -> Map.of("name", plural(kind), "namespaced", true, "kind", kind, "verbs", verbs))
                .toList();
    }

    private static String plural(String kind) {
        String lower = kind.toLowerCase(Locale.ROOT);
        return lower.endsWith("y") ? lower.substring(0, lower.length() - 1) + "ies" : lower + "s";
    }
}
