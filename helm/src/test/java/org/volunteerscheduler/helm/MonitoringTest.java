// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Alerts and dashboard ask for metrics that the services have. */
class MonitoringTest {

    private static final Pattern ASKED = Pattern.compile("volunteer_scheduler_[a-z_]+(?=[\\[{) ]|$)");
    private static final Pattern DOCUMENTED =
            Pattern.compile("^\\| `(volunteer_scheduler_[a-z_]+)` \\|", Pattern.MULTILINE);

    @Test
    void everyAlertAsksForAMetricThatAServiceHas() throws IOException {
        JsonNode rules = rules();
        assertThat(rules).hasSizeGreaterThanOrEqualTo(6);
        assertThat(unknown(rules.findValuesAsText("expr"))).isEmpty();
    }

    @Test
    void everyPanelAsksForAMetricThatAServiceHas() throws IOException {
        JsonNode dashboard = dashboard("volunteer-scheduler");
        assertThat(dashboard.path("panels")).hasSizeGreaterThan(10);
        assertThat(unknown(dashboard.findValuesAsText("expr"))).isEmpty();
    }

    /** promtool plays the alerts against series of two installations. */
    @Test
    void theAlertsFireForTheirOwnInstallationAndForNoOther() throws Exception {
        JsonNode rule = new Chart.Rendered(Chart.command("rewards")
                        .withNamespace("one")
                        .set("monitoring.prometheusRule.enabled", true)
                        .set("monitoring.prometheusRule.runbookUrl", "https://runbooks.example.org/operations")
                        .call())
                .ofKind("PrometheusRule")
                .findFirst()
                .orElseThrow();
        Path folder = Files.createDirectories(Path.of("target", "alerts"));
        new YAMLMapper().writeValue(folder.resolve("alerts.yaml").toFile(), rule.path("spec"));
        Files.copy(
                Path.of("src/test/resources/alerts-test.yaml"),
                folder.resolve("alerts-test.yaml"),
                StandardCopyOption.REPLACE_EXISTING);
        Process promtool = new ProcessBuilder("promtool", "test", "rules", "alerts-test.yaml")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(output).isZero();
        assertThat(output).contains("SUCCESS");
    }

    @Test
    void everyAlertAsksForItsInstallationAndHasARunbook() throws IOException {
        JsonNode rules = rules();
        String operations = Files.readString(Path.of("../docs/operations.md"));
        for (JsonNode rule : rules) {
            for (String selector : rule.path("expr").asText().split("(?=[{])")) {
                if (selector.startsWith("{")) {
                    assertThat(selector).contains("namespace=\"volunteer-scheduler\"");
                }
            }
            String name = rule.path("alert").asText();
            assertThat(rule.at("/annotations/runbook_url").asText()).endsWith("#" + name.toLowerCase(Locale.ROOT));
            assertThat(operations).contains("\n### " + name + "\n");
        }
        assertThat(rules.findValuesAsText("alert"))
                .contains("VolunteerSchedulerSignaturesRejected", "VolunteerSchedulerMultiplierRunOverdue");
    }

    @Test
    void eachInstallationHasADashboardOfItsOwn() throws IOException {
        JsonNode one = dashboard("volunteer-scheduler");
        JsonNode other = dashboard("others");
        assertThat(one.path("uid").asText())
                .hasSizeLessThanOrEqualTo(40)
                .isNotEqualTo(other.path("uid").asText());
        assertThat(one.at("/templating/list").findValuesAsText("name")).contains("namespace", "release");
        assertThat(one.findValuesAsText("expr"))
                .allMatch(expression -> expression.contains("namespace=\"$namespace\"")
                        || expression.contains("namespace=\"$broker\""));
    }

    private static JsonNode dashboard(String release) throws IOException {
        JsonNode files = Chart.render(release, Map.of("monitoring.grafanaDashboard.enabled", true))
                .ofKind("ConfigMap")
                .filter(map -> Chart.name(map).endsWith("-dashboard"))
                .findFirst()
                .orElseThrow()
                .path("data");
        assertThat(files.fieldNames().next()).contains(release);
        return new ObjectMapper().readTree(files.iterator().next().asText());
    }

    private static JsonNode rules() {
        return Chart.render(Chart.FULL)
                .ofKind("PrometheusRule")
                .findFirst()
                .orElseThrow()
                .at("/spec/groups/0/rules");
    }

    private static Set<String> unknown(Iterable<String> expressions) throws IOException {
        Set<String> documented = documented();
        Set<String> unknown = new TreeSet<>();
        for (String expression : expressions) {
            ASKED.matcher(expression)
                    .results()
                    .map(MatchResult::group)
                    // A queue's name looks like a metric's.
                    .filter(name -> !name.equals("volunteer_scheduler_"))
                    .filter(name -> documented.stream().noneMatch(known -> isOf(name, known)))
                    .forEach(unknown::add);
        }
        return unknown;
    }

    private static boolean isOf(String series, String metric) {
        return series.matches(metric + "(_bucket|_sum|_count|_max)?");
    }

    /** Every service's tests hold its metrics to this table. */
    private static Set<String> documented() throws IOException {
        return DOCUMENTED
                .matcher(Files.readString(Path.of("..", "docs", "operations.md")))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toSet());
    }
}
