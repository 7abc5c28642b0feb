package org.volunteerscheduler.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Alerts and dashboard ask for metrics that the services have. */
class MonitoringTest {

    private static final Pattern ASKED = Pattern.compile("volunteer_scheduler_[a-z_]+(?=[\\[{) ]|$)");
    private static final Pattern REGISTERED = Pattern.compile("\"(volunteer\\.scheduler\\.[a-z.]+)\"");

    @Test
    void everyAlertAsksForAMetricThatAServiceRegisters() throws IOException {
        JsonNode rules = Chart.render(Chart.FULL)
                .ofKind("PrometheusRule")
                .findFirst()
                .orElseThrow()
                .at("/spec/groups/0/rules");
        assertThat(rules).hasSizeGreaterThanOrEqualTo(6);
        assertThat(unknown(rules.findValuesAsText("expr"))).isEmpty();
    }

    @Test
    void everyPanelAsksForAMetricThatAServiceRegisters() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(Chart.render(Chart.FULL)
                        .get("ConfigMap", "dashboard")
                        .at("/data/volunteer-scheduler.json")
                        .asText());
        assertThat(dashboard.path("panels")).hasSizeGreaterThan(10);
        assertThat(unknown(dashboard.findValuesAsText("expr"))).isEmpty();
    }

    private static Set<String> unknown(Iterable<String> expressions) throws IOException {
        Set<String> registered = registered();
        Set<String> unknown = new TreeSet<>();
        for (String expression : expressions) {
            ASKED.matcher(expression)
                    .results()
                    .map(MatchResult::group)
                    // A queue's name looks like a metric's.
                    .filter(name -> !name.equals("volunteer_scheduler_"))
                    .filter(name -> registered.stream().noneMatch(known -> isOf(name, known)))
                    .forEach(unknown::add);
        }
        return unknown;
    }

    /** Prometheus' name of a meter is the meter's with a unit and what kind of series it is. */
    private static boolean isOf(String metric, String meter) {
        return metric.matches(meter + "(_seconds|_ratio)?(_total|_bucket|_sum|_count|_max)?");
    }

    private static Set<String> registered() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String module : new String[] {
            "platform", "webhook-service", "commission-service", "multiplier-service", "budget-service"
        }) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    names.addAll(REGISTERED
                            .matcher(Files.readString(file))
                            .results()
                            .map(result -> result.group(1).replace('.', '_'))
                            .collect(Collectors.toSet()));
                }
            }
        }
        return names;
    }
}
