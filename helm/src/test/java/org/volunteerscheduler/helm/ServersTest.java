// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The databases and the broker: those that operators make, those of values-try.yaml, and somebody else's. */
class ServersTest {

    private static final Map<String, ?> CLOUD_NATIVE_PG = Map.of(
            "postgresql.cloudNativePG.create", true,
            "secrets.create", true,
            "secrets.webhook.existingSecret", "a",
            "secrets.users.existingSecret", "b",
            "secrets.rabbitmq.existingSecret", "c",
            "secrets.commissionDatabase.password", "d",
            "secrets.multiplierDatabase.password", "e",
            "secrets.budgetDatabase.password", "f");

    /** Six, six and four replicas, one more of each in a rollout, ten connections each and one to migrate. */
    private static final int CONNECTIONS = (7 + 7 + 5) * 11;

    @Test
    void aServerThatTheChartMakesHasEnoughConnections() {
        JsonNode cluster = Chart.render(CLOUD_NATIVE_PG).get("Cluster", "postgresql");
        assertThat(cluster.at("/spec/postgresql/parameters/max_connections").asInt())
                .isGreaterThan(CONNECTIONS);
        assertThat(Chart.render(Chart.TRY)
                        .get("StatefulSet", "postgresql")
                        .at("/spec/template/spec/containers/0/args")
                        .toString())
                .contains("max_connections=100");
        assertThat(Chart.render(Map.of("postgresql.poolSize", 4))
                        .get("ConfigMap", "budget")
                        .at("/data/QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE")
                        .asText())
                .isEqualTo("4");
    }

    @Test
    void moreConnectionsThanTheServerHasAreRefused() {
        String tooMany = "the services may open " + CONNECTIONS + " connections together";
        assertThatThrownBy(() -> Chart.render(Map.of("postgresql.maxConnections", 100)))
                .hasMessageContaining(tooMany);
        Chart.render(Map.of("postgresql.maxConnections", CONNECTIONS));
        Chart.render(Map.of("postgresql.maxConnections", 100, "autoscaling.enabled", false));
        Chart.render(Map.of("postgresql.maxConnections", 100, "postgresql.poolSize", 4));
        assertThatThrownBy(() -> Chart.render(Map.of(
                        "postgresql.cloudNativePG.create",
                        true,
                        "postgresql.cloudNativePG.parameters.max_connections",
                        "\"100\"")))
                .hasMessageContaining("max_connections");
    }

    @Test
    void whatTheOperatorOffersIsEncryptedAndVerified() {
        Chart.Rendered rendered = Chart.render(CLOUD_NATIVE_PG);
        for (String service : Chart.DOMAIN_SERVICES) {
            assertThat(rendered.get("ConfigMap", service)
                            .at("/data/POSTGRES_SSL_MODE")
                            .asText())
                    .isEqualTo("verify-full");
            for (String containers : List.of("/spec/initContainers/0", "/spec/containers/0")) {
                assertThat(rendered.pod(service)
                                .at(containers)
                                .path("volumeMounts")
                                .findValuesAsText("name"))
                        .contains("postgresql-ca");
            }
            assertThat(rendered.pod(service).at("/spec/volumes").toString())
                    .contains("volunteer-scheduler-postgresql-ca");
        }
        assertThat(sslMode(Chart.render(), "budget")).isEqualTo("disable");
        Chart.Rendered own = Chart.render(Chart.FULL);
        assertThat(sslMode(own, "commission")).isEqualTo("verify-ca");
        assertThat(own.pod("commission").at("/spec/volumes").toString()).contains("commission-ca");
        assertThat(sslMode(own, "budget")).isEqualTo("verify-full");
    }

    private static String sslMode(Chart.Rendered rendered, String service) {
        return rendered.get("ConfigMap", service).at("/data/POSTGRES_SSL_MODE").asText();
    }

    /** The operator reloads what bears the label; meanwhile the new pod's migration tries again, and old pods serve. */
    @Test
    void aChangedPasswordReachesTheServerBeforeTheServices() {
        Chart.Rendered rendered = Chart.render(CLOUD_NATIVE_PG);
        for (String service : Chart.DOMAIN_SERVICES) {
            assertThat(rendered.get("Secret", service + "-database")
                            .at("/metadata/labels/cnpg.io~1reload")
                            .asText())
                    .isEqualTo("true");
            assertThat(rendered.pod(service).at("/spec/initContainers/0/env").toString())
                    .contains("{\"name\":\"QUARKUS_FLYWAY_CONNECT_RETRIES\",\"value\":\"60\"}");
            assertThat(rendered.get("Deployment", service)
                            .at("/spec/strategy/rollingUpdate/maxUnavailable")
                            .asInt(-1))
                    .isZero();
        }
    }

    @Test
    void aDrainLeavesEnoughOfEachServer() {
        Chart.Rendered rendered = Chart.render(Map.of("rabbitmq.cluster.create", true));
        JsonNode budget = rendered.get("PodDisruptionBudget", "rabbitmq").path("spec");
        assertThat(budget.path("maxUnavailable").asInt()).isEqualTo(1);
        assertThat(budget.at("/selector/matchLabels/app.kubernetes.io~1name").asText())
                .isEqualTo("volunteer-scheduler-rabbitmq");
        assertThat(enablePdb(3)).isTrue();
        assertThat(enablePdb(1))
                .as("a single server's would hold its node for ever")
                .isFalse();
    }

    private static boolean enablePdb(int instances) {
        return Chart.render(Map.of(
                        "postgresql.cloudNativePG.create", true, "postgresql.cloudNativePG.instances", instances))
                .get("Cluster", "postgresql")
                .at("/spec/enablePDB")
                .asBoolean();
    }

    @Test
    void theTryBrokersOwnConfigurationIsNotHidden() {
        Chart.Rendered rendered = Chart.render(Chart.TRY);
        JsonNode container = rendered.get("StatefulSet", "rabbitmq").at("/spec/template/spec/containers/0");
        assertThat(container.path("volumeMounts").findValuesAsText("mountPath"))
                .contains("/var/lib/rabbitmq")
                .noneMatch(path -> path.startsWith("/etc/rabbitmq"));
    }

    @Test
    void theTryServersLeaveNothingBehind() {
        Chart.render(Chart.TRY).ofKind("StatefulSet").forEach(servers -> assertThat(
                        servers.at("/spec/persistentVolumeClaimRetentionPolicy/whenDeleted")
                                .asText())
                .isEqualTo("Delete"));
    }

    /** Else it would be gone before whoever looks why the test has failed. */
    @Test
    void ofTheTestOnlyThePodIsAHook() {
        String template = Script.text("../templates/tests/sale.yaml");
        assertThat(template.split("helm.sh/hook\"", -1)).hasSize(2);
        assertThat(template).contains("\"helm.sh/hook-delete-policy\" \"before-hook-creation\"");
        Chart.render().get("NetworkPolicy", "test");
        Chart.render().get("ConfigMap", "test");
    }

    @Test
    void longNamesThatBeginAlikeStayTwo() {
        List<String> names = List.of("one-very-long-release-name-eu-1", "one-very-long-release-name-eu-2").stream()
                .map(release -> Chart.render(release, Map.of())
                        .ofKind("Deployment")
                        .map(Chart::name)
                        .filter(name -> name.endsWith("-webhook"))
                        .findFirst()
                        .orElseThrow())
                .toList();
        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.length() <= 31 + "-webhook".length());
    }
}
