// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds of every service's metrics. */
public abstract class MetricsContract {

    private final String service;

    /** @param service {@code commission}, {@code multiplier} … */
    protected MetricsContract(String service) {
        this.service = service;
    }

    /** In both of Prometheus's formats, and the help texts are the table's meanings. */
    @Test
    void everyMetricIsDocumentedAndThereFromTheStart() {
        for (String format : List.of("text/plain", "*/*")) {
            String shown = RestAssured.given().accept(format).get("/q/metrics").asString();
            assertThat(DocumentedMetrics.shownBy(shown)).isEqualTo(DocumentedMetrics.of(service));
        }
    }

    /** What {@code promtool check metrics} would say of ours, by its rules. */
    @Test
    void everyMetricIsNamedAsPrometheusWantsIt() {
        DocumentedMetrics.of(service).forEach((name, metric) -> {
            assertThat(name).matches("[a-z]+(_[a-z]+)*").doesNotMatch(".*_(count|sum|bucket|info)");
            assertThat(name.endsWith("_total")).as(name).isEqualTo(metric.type().equals("counter"));
            // Base units, whole words, and no type in a name.
            assertThat(List.of(name.split("_")))
                    .doesNotContain(
                            "ms", "us", "ns", "s", "sec", "min", "milliseconds", "minutes", "hours", "days", "percent")
                    .doesNotContain("counter", "gauge", "histogram", "summary", "kb", "mb", "kilobytes");
            assertThat(metric.help()).as(name).isNotBlank();
        });
    }
}
