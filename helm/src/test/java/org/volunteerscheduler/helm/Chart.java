// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The chart, rendered by Helm itself. One rendering serves every test that asks for the same values. */
final class Chart {

    static final Path FOLDER = Path.of("volunteer-scheduler");
    static final Path TRY = FOLDER.resolve("values-try.yaml");
    static final Path OPENSHIFT = FOLDER.resolve("values-openshift.yaml");
    /** Every switch on that can be on together, every optional value set. */
    static final Path FULL = FOLDER.resolve("ci/full-values.yaml");

    static final List<String> SERVICES = List.of("webhook", "commission", "multiplier", "budget");
    static final List<String> DOMAIN_SERVICES = List.of("commission", "multiplier", "budget");
    static final String RELEASE = "volunteer-scheduler";

    /** The library would take a version that the chart refuses. */
    static final String KUBERNETES = "1.36.0";

    /** By RFC 2606 nobody's, now and ever: what asks there is told that there is nobody. */
    static final String REPOSITORY = "image-registry.invalid/volunteer-scheduler";

    /** The project's, which the POM says. */
    static final String VERSION = projectVersion();

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Map<Object, Rendered> RENDERINGS = new ConcurrentHashMap<>();

    /**
     * The chart with a default for the one value that has none. The library renders no hooks, so these are rendered as if
     * they were none.
     */
    static final Path READY =
            copy(Map.of("repository: \"\"", "repository: " + REPOSITORY, "\"helm.sh/hook", "\"example.org/hook"));

    private Chart() {}

    private static String projectVersion() {
        try {
            Matcher revision =
                    Pattern.compile("<revision>(.*)</revision>").matcher(Files.readString(Path.of("../pom.xml")));
            if (!revision.find()) {
                throw new IllegalStateException("the POM says no revision");
            }
            return revision.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of the chart, with some texts replaced in every file. */
    static Path copy(Map<String, String> replacements) {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            Path copy = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "chart-");
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                for (var replacement : replacements.entrySet()) {
                    text = text.replace(replacement.getKey(), replacement.getValue());
                }
                Path target = copy.resolve(FOLDER.relativize(file));
                Files.createDirectories(target.getParent());
                Files.writeString(target, text);
            }
            return copy;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalStateException with Helm's message, if values are refused */
    static Rendered render() {
        return render(Map.of());
    }

    static Rendered render(Path values) {
        return RENDERINGS.computeIfAbsent(
                values,
                file -> new Rendered(command(RELEASE).withValuesFile(values).call()));
    }

    /** @param settings as those of {@code helm --set} */
    static Rendered render(Map<String, ?> settings) {
        return RENDERINGS.computeIfAbsent(settings, same -> render(RELEASE, settings));
    }

    static Rendered render(String release, Map<String, ?> settings) {
        TemplateCommand command = command(release);
        settings.forEach((name, value) -> command.set(name, value));
        return new Rendered(command.call());
    }

    static TemplateCommand command(String release) {
        return new Helm(READY)
                .template()
                .withName(release)
                .withNamespace(RELEASE)
                .withKubeVersion(KUBERNETES);
    }

    static JsonNode yaml(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }

    record Rendered(String text) {

        List<JsonNode> documents() {
            try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
                List<JsonNode> documents = new ArrayList<>();
                values.readAll().stream().filter(JsonNode::isObject).forEach(documents::add);
                return documents;
            } catch (IOException e) {
                throw new IllegalStateException(text, e);
            }
        }

        Stream<JsonNode> ofKind(String kind) {
            return documents().stream()
                    .filter(document -> document.path("kind").asText().equals(kind));
        }

        /** @param name without the release's */
        JsonNode get(String kind, String name) {
            return ofKind(kind)
                    .filter(document -> name(document).equals(RELEASE + "-" + name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
        }

        /** Of everything that has pods, their metadata and spec; a Pod is its own. */
        Stream<JsonNode> pods() {
            return documents().stream()
                    .flatMap(document -> Stream.of(
                            document.at("/spec/template"),
                            document.at("/spec/jobTemplate/spec/template"),
                            document.path("kind").asText().equals("Pod") ? document : document.path("none")))
                    .filter(pod -> pod.at("/spec/containers").isArray());
        }

        /** The pod of the Deployment of that name. */
        JsonNode pod(String service) {
            return get("Deployment", service).at("/spec/template");
        }
    }

    static String name(JsonNode document) {
        return document.at("/metadata/name").asText();
    }
}
