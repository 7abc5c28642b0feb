// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the services read and what the chart sets are the same variables. */
class EnvironmentTest {

    static final List<String> SERVICES = Chart.SERVICES;

    /** Quarkus' own, which no class of ours names. MigrationIT and the services' own tests show what each does. */
    private static final Set<String> OF_QUARKUS = Set.of(
            "QUARKUS_SHUTDOWN_DELAY",
            "QUARKUS_SHUTDOWN_TIMEOUT",
            "QUARKUS_OIDC_AUTH_SERVER_URL",
            "QUARKUS_OIDC_TOKEN_AUDIENCE",
            "QUARKUS_OIDC_ROLES_ROLE_CLAIM_PATH",
            "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
            "QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE",
            "QUARKUS_LOG_LEVEL",
            "QUARKUS_FLYWAY_MIGRATE_AT_START");

    @ParameterizedTest
    @FieldSource("SERVICES")
    void everyVariableThatAServiceReadsCanBeSetAndNoOther(String service) {
        Set<String> set =
                new TreeSet<>(environment(Chart.render(Chart.FULL), service).keySet());
        set.removeAll(OF_QUARKUS);
        set.remove("EXAMPLE");
        assertThat(set)
                .as("set by the chart; what is missing belongs into values.yaml, values.schema.json and _helpers.tpl")
                .containsExactlyInAnyOrderElementsOf(
                        ServiceEnvironment.of(service).keySet());
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void whatIsNeededIsSetByDefaultAndTheRestHasADefaultInTheService(String service) {
        Map<String, String> set = environment(Chart.render(), service);
        ServiceEnvironment.of(service).forEach((variable, byDefault) -> {
            if (!set.containsKey(variable)) {
                assertThat(variable)
                        .as("unset by default, so it must be optional")
                        .isIn(optional());
            }
        });
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void theChartsDefaultsAreTheServices(String service) {
        Map<String, String> defaults = ServiceEnvironment.of(service).entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("VOLUNTEER_SCHEDULER_"))
                .filter(entry -> !entry.getKey().endsWith("_PASSWORD"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        assertThat(environment(Chart.render(), service)).containsAllEntriesOf(defaults);
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void noSecretStandsInAConfigMap(String service) {
        JsonNode data = Chart.render(Chart.TRY).get("ConfigMap", service).path("data");
        assertThat(data.toString()).doesNotContain("only-for-trying").doesNotContain("PASSWORD");
    }

    /** Unset means: as the service itself or its framework has it. */
    private static Set<String> optional() {
        return Set.of("SCICENT_WEBHOOK_TOLERANCE", "RABBITMQ_CA_FILE", "POSTGRES_CA_FILE");
    }

    /** Every variable of the service's container with its text; one that comes from a Secret has none. */
    private static Map<String, String> environment(Chart.Rendered rendered, String service) {
        Map<String, String> environment = new TreeMap<>();
        rendered.get("ConfigMap", service)
                .path("data")
                .properties()
                .forEach(entry ->
                        environment.put(entry.getKey(), entry.getValue().asText()));
        JsonNode container = rendered.get("Deployment", service).at("/spec/template/spec/containers/0");
        assertThat(container.at("/envFrom/0/configMapRef/name").asText()).isEqualTo("volunteer-scheduler-" + service);
        Stream.of(container.path("env"))
                .flatMap(JsonNode::valueStream)
                .forEach(variable -> environment.put(
                        variable.path("name").asText(), variable.path("value").asText()));
        return environment;
    }
}
