// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.volunteerscheduler.contracts.Queue;

/** The chart, linted and rendered by Helm: what it makes is what Kubernetes knows, and as safe as it should be. */
class ChartTest {

    static final List<String> SERVICES = Chart.SERVICES;

    /** Each switch alone, in both directions. */
    static Stream<Map<String, ?>> switches() {
        return Stream.of(
                Map.of("autoscaling.enabled", false),
                Map.of("keda.enabled", true),
                Map.of("keda.enabled", true, "autoscaling.enabled", false),
                Map.of("schedule", "internal"),
                Map.of("runs.multipliers.enabled", false),
                Map.of("runs.dailyBudget.enabled", true),
                Map.of("runs.weeklyBudget.enabled", false),
                Map.of("runs.monthlyBudget.enabled", false),
                Map.of("ingress.enabled", true, "ingress.host", "rewards.example.org"),
                Map.of("httpRoute.enabled", true, "httpRoute.parentRefs[0].name", "public"),
                Map.of("podDisruptionBudget.enabled", false),
                Map.of("test.enabled", false),
                Map.of("defaults.serviceAccount.create", false),
                Map.of("keda.enabled", true, "keda.cpuTrigger", false),
                Map.of("networkPolicy.enabled", false),
                Map.of("monitoring.serviceMonitor.enabled", true),
                Map.of("monitoring.prometheusRule.enabled", true),
                Map.of("monitoring.grafanaDashboard.enabled", true),
                Map.of("postgresql.cloudNativePG.create", true),
                Map.of("rabbitmq.cluster.create", true),
                Map.of("rabbitmq.tls", true),
                Map.of("rabbitmq.tls", true, "rabbitmq.caSecret", "ca", "keda.enabled", true),
                Map.of("postgresql.sslMode", "verify-full", "postgresql.caSecret", "ca"),
                Map.of("image.tag", "1.0.0+build5"),
                Map.of("oidc.authServerUrl", "https://id.example.org"),
                Map.of("tracing.endpoint", "http://collector:4317"),
                Map.of("fullnameOverride", "a-very-long-name-that-nobody-should-have-chosen"),
                Map.of("nameOverride", "rewards"),
                Map.of("podDisruptionBudget.maxUnavailable", "25%"));
    }

    static Stream<Supplier<Chart.Rendered>> renderings() {
        return Stream.concat(
                Stream.of(
                        Chart::render,
                        () -> Chart.render(Chart.TRY),
                        () -> Chart.render(Chart.OPENSHIFT),
                        () -> Chart.render(Chart.FULL)),
                switches().map(settings -> () -> Chart.render(settings)));
    }

    @Test
    void theStrictestLintFindsNothing() {
        LintResult result = new Helm(Chart.READY).lint().strict().call();
        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("renderings")
    void everyDocumentIsOneThatKubernetesKnows(Supplier<Chart.Rendered> rendering) {
        List<JsonNode> documents = rendering.get().documents();
        documents.forEach(KubernetesModels::check);
        assertThat(documents).hasSizeGreaterThan(20);
    }

    @Test
    void whatASecretOfTheValuesSaysStandsInTheSecretWithoutWhiteSpaceAround() {
        for (int seed = 0; seed < 5; seed++) {
            ChartSecrets secrets = new ChartSecrets(seed);
            assertThat(secrets.ofService("webhook"))
                    .containsEntry(
                            "SCICENT_WEBHOOK_SECRET",
                            secrets.original("scicent") + "," + secrets.original("old-scicent"))
                    .containsEntry("RABBITMQ_PASSWORD", secrets.original("rabbitmq"));
            assertThat(secrets.ofService("budget"))
                    .containsEntry("POSTGRES_PASSWORD", secrets.original("budget"))
                    .containsEntry("VOLUNTEER_SCHEDULER_OPERATOR_PASSWORD", secrets.original("operator"));
            assertThat(secrets.ofRuns()).containsEntry("SCHEDULER_PASSWORD", secrets.original("scheduler"));
        }
    }

    @Test
    void aMisspeltFieldWouldBeNoticed() {
        JsonNode deployment = Chart.render().get("Deployment", "webhook");
        ((com.fasterxml.jackson.databind.node.ObjectNode) deployment.at("/spec/template/spec/containers/0"))
                .putObject("livenesProbe");
        assertThatThrownBy(() -> KubernetesModels.check(deployment)).hasMessageContaining("livenesProbe");
    }

    @ParameterizedTest
    @MethodSource("renderings")
    void namesAreUniqueAndShortEnough(Supplier<Chart.Rendered> rendering) {
        List<JsonNode> documents = rendering.get().documents();
        assertThat(documents.stream().map(document -> document.path("kind").asText() + " " + Chart.name(document)))
                .doesNotHaveDuplicates();
        for (JsonNode document : documents) {
            int longest = document.path("kind").asText().equals("CronJob") ? 52 : 63;
            assertThat(Chart.name(document)).hasSizeLessThanOrEqualTo(longest).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
            document.at("/metadata/labels").properties().forEach(label -> assertThat(
                            label.getValue().asText())
                    .hasSizeLessThanOrEqualTo(63)
                    .matches("([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?"));
        }
    }

    @ParameterizedTest
    @MethodSource("renderings")
    void everySelectorFindsPods(Supplier<Chart.Rendered> rendering) {
        Chart.Rendered rendered = rendering.get();
        List<JsonNode> pods =
                rendered.pods().map(pod -> pod.at("/metadata/labels")).toList();
        List<JsonNode> selectors = new ArrayList<>();
        rendered.ofKind("Service").forEach(service -> selectors.add(service.at("/spec/selector")));
        rendered.ofKind("PodDisruptionBudget")
                .forEach(budget -> selectors.add(budget.at("/spec/selector/matchLabels")));
        rendered.ofKind("Deployment").forEach(workload -> selectors.add(workload.at("/spec/selector/matchLabels")));
        rendered.ofKind("StatefulSet").forEach(workload -> selectors.add(workload.at("/spec/selector/matchLabels")));
        boolean runs = rendered.ofKind("CronJob").findAny().isPresent();
        rendered.ofKind("NetworkPolicy")
                .filter(policy -> runs || !Chart.name(policy).endsWith("-runs"))
                .forEach(policy -> selectors.add(policy.at("/spec/podSelector/matchLabels")));
        // Pods of RabbitMQ's operator are in no rendering.
        selectors.removeIf(
                selector -> selector.path("app.kubernetes.io/name").asText().equals("volunteer-scheduler-rabbitmq"));
        for (JsonNode selector : selectors) {
            assertThat(selector.isObject() && !selector.isEmpty()).isTrue();
            assertThat(pods).as("%s", selector).anyMatch(labels -> matches(selector, labels));
        }
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void everyDeploymentHasProbesLimitsADisruptionBudgetAndANetworkPolicy(String service) {
        for (Chart.Rendered rendered : List.of(Chart.render(), Chart.render(Chart.TRY), Chart.render(Chart.FULL))) {
            JsonNode pod = rendered.get("Deployment", service).at("/spec/template/spec");
            JsonNode container = pod.at("/containers/0");
            assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/q/health/started");
            assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
            assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/q/health/ready");
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                assertThat(container.at("/" + probe + "/httpGet/port").asText())
                        .isEqualTo(container.at("/ports/0/name").asText());
            }
            assertThat(container.at("/lifecycle/preStop/sleep/seconds").asInt()).isPositive();
            assertThat(pod.path("topologySpreadConstraints").isEmpty()).isFalse();
            for (String kind : List.of("PodDisruptionBudget", "NetworkPolicy", "Service", "ConfigMap")) {
                rendered.get(kind, service);
            }
            for (JsonNode each : containers(pod).toList()) {
                assertThat(each.at("/resources/requests/cpu").isMissingNode()).isFalse();
                assertThat(each.at("/resources/requests/memory").isMissingNode())
                        .isFalse();
                assertThat(each.at("/resources/limits/memory").isMissingNode()).isFalse();
            }
        }
    }

    /** The "restricted" Pod Security Standard, a root file system that nobody writes to, and no way to Kubernetes' API. */
    @ParameterizedTest
    @MethodSource("renderings")
    void everyPodIsRestricted(Supplier<Chart.Rendered> rendering) {
        List<JsonNode> pods =
                rendering.get().pods().map(pod -> pod.path("spec")).toList();
        assertThat(pods).hasSizeGreaterThanOrEqualTo(4);
        for (JsonNode pod : pods) {
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            containers(pod).forEach(container -> {
                JsonNode security = container.path("securityContext");
                assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                        .isFalse();
                assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
                assertThat(container.path("image").asText()).matches(".+:[^:]*[0-9][^:]*");
                assertThat(container.path("volumeMounts").findValuesAsText("mountPath"))
                        .contains("/tmp");
            });
        }
    }

    @Test
    void aDatabaseIsMigratedBeforeTheServiceStartsAndNeverByIt() {
        for (String service : Chart.DOMAIN_SERVICES) {
            JsonNode pod = Chart.render().get("Deployment", service).at("/spec/template/spec");
            JsonNode migration = pod.at("/initContainers/0");
            JsonNode container = pod.at("/containers/0");
            assertThat(migration.path("image")).isEqualTo(container.path("image"));
            assertThat(text(migration, "POSTGRES_MIGRATE_ONLY")).isEqualTo("true");
            assertThat(text(container, "POSTGRES_MIGRATE_ONLY")).isNull();
            assertThat(text(migration, "QUARKUS_FLYWAY_MIGRATE_AT_START")).isEqualTo("true");
            assertThat(text(container, "QUARKUS_FLYWAY_MIGRATE_AT_START")).isEqualTo("false");
        }
        assertThat(Chart.render().get("Deployment", "webhook").at("/spec/template/spec/initContainers"))
                .isEmpty();
    }

    /** Upgrades take what is there: UpgradeTest. */
    @Test
    void anInstallationBeginsWithTheFewestReplicasThatItsAutoscalerAllows() {
        JsonNode scaled =
                Chart.render(Map.of("webhook.autoscaling.minReplicas", 4)).get("Deployment", "webhook");
        assertThat(scaled.at("/spec/replicas").asInt()).isEqualTo(4);
        JsonNode fixed = Chart.render(Map.of("autoscaling.enabled", false)).get("Deployment", "webhook");
        assertThat(fixed.at("/spec/replicas").asInt()).isEqualTo(2);
    }

    @Test
    void withKedaTheDomainServicesScaleByTheirQueuesAndNotByCpu() {
        Chart.Rendered rendered = Chart.render(Map.of("keda.enabled", true));
        assertThat(rendered.ofKind("HorizontalPodAutoscaler").map(Chart::name))
                .containsExactly("volunteer-scheduler-webhook");
        Set<String> queues = rendered.ofKind("ScaledObject")
                .flatMap(scaled -> scaled.at("/spec/triggers").findValuesAsText("queueName").stream())
                .collect(Collectors.toSet());
        assertThat(queues)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Queue.values()).map(Queue::queueName).toList());
        rendered.ofKind("ScaledObject").map(scaled -> scaled.path("spec")).forEach(spec -> {
            assertThat(spec.at("/triggers/2/type").asText()).isEqualTo("cpu");
            assertThat(spec.at("/fallback/replicas")).isEqualTo(spec.path("minReplicaCount"));
            assertThat(spec.at("/fallback/behavior").asText()).isEqualTo("currentReplicasIfHigher");
        });
    }

    @Test
    void theSchedulesAreThoseOfTheRules() {
        Map<String, String> schedules = schedules(Chart.render());
        assertThat(schedules)
                .isEqualTo(Map.of(
                        "volunteer-scheduler-multipliers", "0 2 * * * UTC",
                        "volunteer-scheduler-weekly-budget", "0 0 * * 0 UTC",
                        "volunteer-scheduler-monthly-budget", "0 0 1 * * UTC"));
        assertThat(schedules(Chart.render(Map.of("runs.dailyBudget.enabled", true))))
                .containsEntry("volunteer-scheduler-daily-budget", "0 0 * * * UTC");
        assertThat(schedules(Chart.render(Map.of("schedule", "internal")))).isEmpty();
        assertThat(schedules(Chart.render(Chart.FULL)))
                .containsEntry("volunteer-scheduler-weekly-org-7", "30 0 * * 0 Europe/Madrid")
                .containsEntry("volunteer-scheduler-a-name-of-20-letters", "0 3 * * * Europe/Vienna")
                .doesNotContainKey("volunteer-scheduler-not-now");
    }

    @Test
    void aJobThatCannotStartKeepsNoOtherFromItsTurnAndGivesUpOnlyAfterTrying() {
        Chart.render(Chart.FULL).ofKind("CronJob").forEach(job -> {
            assertThat(job.at("/spec/concurrencyPolicy").asText()).isEqualTo("Allow");
            assertThat(job.at("/spec/startingDeadlineSeconds").asInt()).isGreaterThanOrEqualTo(600);
            assertThat(job.at("/spec/successfulJobsHistoryLimit").isInt()).isTrue();
            assertThat(job.at("/spec/failedJobsHistoryLimit").isInt()).isTrue();
            assertThat(job.at("/spec/jobTemplate/spec/backoffLimit").asInt()).isPositive();
            JsonNode pod = job.at("/spec/jobTemplate/spec/template/spec");
            assertThat(pod.path("restartPolicy").asText()).isEqualTo("Never");
            assertThat(job.at("/spec/jobTemplate/spec/podFailurePolicy/rules/0/onExitCodes/containerName"))
                    .isEqualTo(pod.at("/containers/0/name"));
        });
    }

    @Test
    void anOrganizationsOwnRunSaysWhichAndWithWhichPool() {
        JsonNode container = Chart.render(Chart.FULL)
                .get("CronJob", "weekly-org-7")
                .at("/spec/jobTemplate/spec/template/spec/containers/0");
        assertThat(text(container, "RUN")).isEqualTo("weekly");
        assertThat(text(container, "ORGANIZATION_ID")).as("2^53 + 1").isEqualTo("9007199254740993");
        assertThat(text(container, "POOL_AMOUNT")).isEqualTo("1000000.5");
        assertThat(text(container, "SERVICE_URL")).isEqualTo("http://volunteer-scheduler-budget:8083");
    }

    @Test
    void onlyThePublicDoorIsPublic() {
        Chart.Rendered rendered = Chart.render(Chart.FULL);
        assertThat(rendered.ofKind("Ingress")).hasSize(1);
        assertThat(rendered.ofKind("HTTPRoute")).hasSize(1);
        JsonNode route = rendered.get("HTTPRoute", "webhook").at("/spec/rules/0");
        assertThat(route.at("/matches/0/path/value").asText()).isEqualTo("/volunteer_scheduler/webhooks");
        assertThat(route.at("/backendRefs/0/name").asText()).isEqualTo("volunteer-scheduler-webhook");
        JsonNode ingress = rendered.get("Ingress", "webhook");
        assertThat(ingress.findValuesAsText("path")).containsExactly("/volunteer_scheduler/webhooks");
        assertThat(ingress.at("/spec/rules/0/http/paths/0/backend/service/name").asText())
                .isEqualTo("volunteer-scheduler-webhook");
        Chart.render().ofKind("Service").forEach(service -> assertThat(
                        service.at("/spec/type").asText())
                .isEqualTo("ClusterIP"));
        for (String service : Chart.DOMAIN_SERVICES) {
            JsonNode rules = rendered.get("NetworkPolicy", service).at("/spec/ingress");
            rules.forEach(rule ->
                    assertThat(rule.path("from").isEmpty()).as("%s", rule).isFalse());
        }
    }

    @Test
    void noServiceMayCallAnother() {
        for (String service : Chart.SERVICES) {
            JsonNode egress = Chart.render().get("NetworkPolicy", service).at("/spec/egress");
            assertThat(egress.toString()).doesNotContain("-service").doesNotContain("\"http\"");
        }
    }

    @Test
    void aChangeOfAValueRollsThePodsThatReadItAndNoOthers() {
        Chart.Rendered before = Chart.render();
        Chart.Rendered after = Chart.render(Map.of("multiplier.settings.multiplierPartSize", 500));
        for (String service : Chart.SERVICES) {
            boolean same = before.get("Deployment", service)
                    .at("/spec/template")
                    .equals(after.get("Deployment", service).at("/spec/template"));
            assertThat(same).as(service).isEqualTo(!service.equals("multiplier"));
        }
        assertThat(Chart.render(Map.of("image.tag", "1.0.1"))
                        .get("Deployment", "budget")
                        .at("/spec/selector"))
                .isEqualTo(before.get("Deployment", "budget").at("/spec/selector"));
    }

    @Test
    void theDefaultsNeedNoCustomResourcesAndHoldNoSecrets() {
        assertThat(Chart.render().documents())
                .extracting(document -> document.path("apiVersion").asText())
                .containsOnly("v1", "apps/v1", "batch/v1", "policy/v1", "autoscaling/v2", "networking.k8s.io/v1");
        assertThat(Chart.render().ofKind("Secret")).isEmpty();
    }

    @Test
    void quorumQueuesComeWithABrokerThatHasThem() {
        assertThat(queueType(Chart.render())).isEqualTo("classic");
        assertThat(queueType(Chart.render(Map.of("rabbitmq.cluster.create", true))))
                .isEqualTo("quorum");
        assertThat(queueType(Chart.render(Map.of("settings.queueType", "quorum"))))
                .isEqualTo("quorum");
    }

    private static String queueType(Chart.Rendered rendered) {
        return rendered.get("ConfigMap", "commission")
                .at("/data/VOLUNTEER_SCHEDULER_QUEUE_TYPE")
                .asText();
    }

    private static Map<String, String> schedules(Chart.Rendered rendered) {
        return rendered.ofKind("CronJob")
                .collect(Collectors.toMap(
                        Chart::name,
                        job -> job.at("/spec/schedule").asText() + " "
                                + job.at("/spec/timeZone").asText(),
                        (one, other) -> one,
                        TreeMap::new));
    }

    private static boolean matches(JsonNode selector, JsonNode labels) {
        return selector.properties().stream().allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
    }

    private static Stream<JsonNode> containers(JsonNode pod) {
        return Stream.concat(
                pod.path("initContainers").valueStream(), pod.path("containers").valueStream());
    }

    private static String text(JsonNode container, String variable) {
        return container
                .path("env")
                .valueStream()
                .filter(each -> each.path("name").asText().equals(variable))
                .map(each -> each.path("value").asText())
                .findFirst()
                .orElse(null);
    }
}
