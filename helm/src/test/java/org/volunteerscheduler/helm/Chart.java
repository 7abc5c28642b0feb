package org.volunteerscheduler.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The chart, rendered by Helm itself. */
final class Chart {

    static final Path FOLDER = Path.of("volunteer-scheduler");
    static final Path TRY = FOLDER.resolve("values-try.yaml");
    /** Every switch on that can be on together, every optional value set. */
    static final Path FULL = Path.of("src/test/resources/full-values.yaml");

    static final List<String> SERVICES = List.of("webhook", "commission", "multiplier", "budget");
    static final List<String> DOMAIN_SERVICES = List.of("commission", "multiplier", "budget");

    private static final String RELEASE = "volunteer-scheduler";
    private static final YAMLMapper YAML = new YAMLMapper();

    /** The library renders no hooks, so these are rendered as if they were none. */
    private static final Path WITH_TESTS = withoutHooks();

    private Chart() {}

    private static Path withoutHooks() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            Path copy = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "chart-");
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(FOLDER.relativize(file));
                Files.createDirectories(target.getParent());
                Files.writeString(target, Files.readString(file).replaceAll("(?m)^ +helm[.]sh/hook.*\n", ""));
            }
            return copy;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalStateException with Helm's message, if values are refused */
    static Rendered render() {
        return new Rendered(command().call());
    }

    static Rendered render(Path values) {
        return new Rendered(command().withValuesFile(values).call());
    }

    /** @param settings as those of {@code helm --set} */
    static Rendered render(Map<String, ?> settings) {
        TemplateCommand command = command();
        settings.forEach((name, value) -> command.set(name, value));
        return new Rendered(command.call());
    }

    private static TemplateCommand command() {
        return new Helm(WITH_TESTS).template().withName(RELEASE).withNamespace(RELEASE);
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
    }

    static String name(JsonNode document) {
        return document.at("/metadata/name").asText();
    }
}
