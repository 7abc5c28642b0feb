// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.UpgradeCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the chart makes of an upgrade, where it looks at what is installed. */
class UpgradeTest {

    private static final String REVISION = "/metadata/annotations/volunteerscheduler.org~1secrets-revision";

    private KubernetesApi cluster;

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void anAutoscaledServiceKeepsTheReplicasThatItHas() throws IOException {
        install(Chart.render(Map.of("autoscaling.enabled", false, "webhook.replicas", 3)));
        assertThat(cluster.get("Deployment", "volunteer-scheduler-webhook")
                        .at("/spec/replicas")
                        .asInt())
                .isEqualTo(3);
        ((ObjectNode) cluster.get("Deployment", "volunteer-scheduler-budget").path("spec")).put("replicas", 7);
        Chart.Rendered upgraded = upgrade(Map.of("autoscaling.enabled", true));
        assertThat(replicas(upgraded, "webhook"))
                .as("switched on with three there")
                .isEqualTo(3);
        assertThat(replicas(upgraded, "budget")).as("scaled by whomever").isEqualTo(7);
        assertThat(replicas(upgrade(Map.of("keda.enabled", true)), "budget")).isEqualTo(7);
        assertThat(replicas(upgrade(Map.of("autoscaling.enabled", false, "budget.replicas", 1)), "budget"))
                .as("switched off, it is what the values say")
                .isEqualTo(1);
    }

    @Test
    void aNewNameOfAnInstalledReleaseIsRefusedAndTheOldOneIsSaid() throws IOException {
        install(Chart.render());
        for (String value : List.of("nameOverride", "fullnameOverride")) {
            assertThatThrownBy(() -> upgrade(Map.of(value, "rewards")))
                    .hasMessageContaining("its names can't change")
                    .hasMessageContaining("nameOverride=volunteer-scheduler")
                    .hasMessageContaining("fullnameOverride=volunteer-scheduler");
        }
        upgrade(Map.of("nameOverride", "volunteer-scheduler", "fullnameOverride", "volunteer-scheduler"));
    }

    /** The revision of the upgrade is 2. */
    @Test
    void aChangedSecretStartsThoseAnewThatUseItAndNobodyElse() throws IOException {
        install(Chart.render(Chart.TRY));
        assertThat(upgrade(Chart.TRY, Map.of()).pod("commission").at(REVISION).asText())
                .isEqualTo("1");
        Chart.Rendered users = upgrade(Chart.TRY, Map.of("secrets.users.viewer", "another-password"));
        assertThat(Chart.SERVICES)
                .extracting(service -> users.pod(service).at(REVISION).asText())
                .containsExactly("1", "2", "2", "2");
        Chart.Rendered scicent = upgrade(Chart.TRY, Map.of("secrets.webhook.scicent", "another-secret"));
        assertThat(Chart.SERVICES)
                .extracting(service -> scicent.pod(service).at(REVISION).asText())
                .containsExactly("2", "1", "1", "1");
        ((ObjectNode) cluster.get("Deployment", "volunteer-scheduler-budget").at("/spec/template/metadata/annotations"))
                .remove("volunteerscheduler.org/secrets-revision");
        assertThat(upgrade(Chart.TRY, Map.of()).pod("budget").at(REVISION).asText())
                .isEqualTo("2");
    }

    @Test
    void whatTheTryServersCannotChangeIsRefused() throws IOException {
        install(Chart.render(Chart.TRY));
        assertThatThrownBy(() -> upgrade(Chart.TRY, Map.of("tryServers.storage", "2Gi")))
                .hasMessageContaining("tryServers.storage is 1Gi and can't change");
        assertThatThrownBy(() -> upgrade(Chart.TRY, Map.of("secrets.budgetDatabase.password", "another")))
                .hasMessageContaining("secrets.budgetDatabase can't change");
    }

    private static int replicas(Chart.Rendered rendered, String service) {
        return rendered.get("Deployment", service).at("/spec/replicas").asInt();
    }

    private void install(Chart.Rendered rendered) throws IOException {
        cluster = new KubernetesApi(rendered);
    }

    private Chart.Rendered upgrade(Map<String, ?> settings) {
        return upgrade(null, settings);
    }

    private Chart.Rendered upgrade(Path values, Map<String, ?> settings) {
        UpgradeCommand command = new Helm(Chart.READY)
                .upgrade()
                .withName(Chart.RELEASE)
                .withNamespace(Chart.RELEASE)
                .withKubeConfigContents(cluster.kubeConfig())
                .disableOpenApiValidation();
        if (values != null) {
            command.withValuesFile(values);
        }
        settings.forEach((name, value) -> command.set(name, value));
        cluster.forget();
        try {
            command.call();
            throw new AssertionError("nothing can be changed in this cluster");
        } catch (IllegalStateException refused) {
            // By the chart, before anything was rendered, or by the cluster.
            return cluster.recorded().orElseThrow(() -> refused);
        }
    }
}
