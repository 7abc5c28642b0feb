// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is written down of the chart's rendering, in k8s/ and in the chart's README, is what it renders now.
 * {@code dev/render} writes both anew: it runs these tests with the property {@code render}.
 */
class RenderedManifestsTest {

    private static final Path K8S = Path.of("..", "k8s");
    private static final Path README = Chart.FOLDER.resolve("README.md");
    private static final boolean RENDER = Boolean.getBoolean("render");
    private static final Pattern SOURCE = Pattern.compile(
            "---\n# Source: volunteer-scheduler/templates/(\\S+)\n(.*?)(?=\n---\n# Source|\\z)", Pattern.DOTALL);

    /** Written by people, not rendered. */
    private static final List<String> BY_HAND = List.of("kustomization.yaml", "namespace.yaml", "README.md");

    @Test
    void theManifestsAreWhatTheChartRenders() throws IOException {
        Map<String, String> rendered = manifests();
        if (RENDER) {
            for (Path old : existing()) {
                Files.delete(old);
            }
            for (var file : rendered.entrySet()) {
                Files.writeString(K8S.resolve(file.getKey()), file.getValue());
            }
        }
        Map<String, String> written = new TreeMap<>();
        for (Path file : existing()) {
            written.put(file.getFileName().toString(), Files.readString(file));
        }
        assertThat(written).as("k8s/ is stale; dev/render renews it").isEqualTo(rendered);
    }

    @Test
    void kustomizeTakesEveryManifest() throws IOException {
        JsonNode kustomization = Chart.yaml(K8S.resolve("kustomization.yaml"));
        assertThat(kustomization.path("resources").valueStream().map(JsonNode::asText))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Stream.of("namespace.yaml"), manifests().keySet().stream())
                                .toList());
        KubernetesModels.check(Chart.yaml(K8S.resolve("namespace.yaml")));
        assertThat(Chart.name(Chart.yaml(K8S.resolve("namespace.yaml"))))
                .isEqualTo(kustomization.path("namespace").asText());
    }

    /** Without a cluster; dev/test installs a kubectl where there is none. */
    @Test
    void kubectlBuildsThem() throws Exception {
        assumeThat(Stream.of(System.getenv("PATH").split(":")))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
        Path output = Files.createTempFile("kustomize", ".yaml");
        Process process = new ProcessBuilder("kubectl", "kustomize", K8S.toString())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        List<JsonNode> documents = new Chart.Rendered(Files.readString(output)).documents();
        Files.delete(output);
        documents.forEach(KubernetesModels::check);
        assertThat(documents.stream()
                        .filter(document -> !document.path("kind").asText().equals("Namespace")))
                .hasSameSizeAs(rendered().documents())
                .allSatisfy(document ->
                        assertThat(document.at("/metadata/namespace").asText()).isEqualTo("volunteer-scheduler"));
    }

    @Test
    void theReadmeListsEveryValueWithItsDefaultAndMeaning() throws IOException {
        Path file = Chart.FOLDER.resolve("values.yaml");
        ValuesFile described = ValuesFile.read(file);
        assertThat(described.undescribed(Chart.yaml(file)))
                .as("values.yaml says of them what they mean, by \"# -- \"")
                .isEmpty();
        String table = described.tables(Chart.yaml(file));
        String readme = Files.readString(README);
        Matcher place = Pattern.compile(
                        "(?<=<!-- values: dev/render -->\n).*?(?=<!-- end of values -->)", Pattern.DOTALL)
                .matcher(readme);
        assertThat(place.find()).isTrue();
        if (RENDER) {
            Files.writeString(README, readme.substring(0, place.start()) + table + readme.substring(place.end()));
        } else {
            assertThat(place.group())
                    .as("the README is stale; dev/render renews it")
                    .isEqualTo(table);
        }
    }

    private static List<Path> existing() throws IOException {
        try (Stream<Path> files = Files.list(K8S)) {
            return files.filter(file -> !BY_HAND.contains(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    /** Helm's test is for Helm alone. */
    private static Chart.Rendered rendered() {
        return Chart.render(Map.of("test.enabled", false));
    }

    /** One file for each template. */
    private static Map<String, String> manifests() {
        Map<String, String> textByFile = new TreeMap<>();
        Matcher source = SOURCE.matcher(rendered().text());
        while (source.find()) {
            textByFile.merge(source.group(1), "---\n" + source.group(2).strip() + "\n", String::concat);
        }
        textByFile.replaceAll(
                (file, text) -> "# Rendered from helm/volunteer-scheduler with its defaults by dev/render.\n"
                        + text.replace("app.kubernetes.io/managed-by: Helm", "app.kubernetes.io/managed-by: kustomize")
                                // The autoscalers' business: applied again, it would take replicas away from them.
                                .replaceAll("(?m)^  replicas: [0-9]+\n", ""));
        return textByFile;
    }
}
