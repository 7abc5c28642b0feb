// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the values say of pods holds for every pod, and each sort of pods may say otherwise. */
class PodsTest {

    private static final List<String> SELECTING =
            List.of("app.kubernetes.io/component", "app.kubernetes.io/instance", "app.kubernetes.io/name");

    @Test
    void jobsAndTheTestGoWhereTheServicesGo() {
        List<JsonNode> pods = Chart.render(Chart.FULL).pods().toList();
        assertThat(pods).hasSizeGreaterThanOrEqualTo(10);
        for (JsonNode pod : pods) {
            JsonNode spec = pod.path("spec");
            assertThat(spec.path("priorityClassName").asText()).isEqualTo("rewards");
            assertThat(spec.at("/nodeSelector/pool").asText()).isEqualTo("rewards");
            assertThat(spec.path("tolerations")).isNotEmpty();
            assertThat(spec.at("/imagePullSecrets/0/name").asText()).isEqualTo("registry");
            assertThat(pod.at("/metadata/annotations/example.org~1all").asText())
                    .isEqualTo("all");
            assertThat(pod.at("/metadata/labels/example.org~1mesh").asText()).isEqualTo("on");
            assertThat(spec.at("/containers/0/resources/limits/memory").isMissingNode())
                    .isFalse();
        }
    }

    @Test
    void oneServiceMaySayOtherwiseInPart() {
        Chart.Rendered rendered = Chart.render(Chart.FULL);
        JsonNode pod = rendered.pod("webhook");
        assertThat(pod.at("/spec/tolerations").findValuesAsText("key"))
                .as("a list is replaced")
                .containsExactly("a");
        assertThat(pod.at("/spec/nodeSelector").toString())
                .as("maps are merged")
                .isEqualTo("{\"disk\":\"fast\",\"pool\":\"rewards\"}");
        JsonNode container = pod.at("/spec/containers/0");
        assertThat(container.at("/resources/limits/memory").asText()).isEqualTo("1Gi");
        assertThat(container.at("/resources/requests/memory").asText()).isEqualTo("384Mi");
        assertThat(container.at("/readinessProbe/failureThreshold").asInt()).isEqualTo(9);
        assertThat(container.at("/readinessProbe/periodSeconds").asInt()).isEqualTo(1);
        assertThat(rendered.pod("budget").at("/spec/tolerations").findValuesAsText("key"))
                .containsExactly("rewards");
        JsonNode job = rendered.get("CronJob", "multipliers").at("/spec/jobTemplate/spec/template/spec/tolerations");
        assertThat(job.findValuesAsText("key")).containsExactly("jobs");
    }

    @Test
    void whateverElseAPodNeedsCanBeAdded() {
        Chart.Rendered rendered = Chart.render(Chart.FULL);
        JsonNode deployment = rendered.get("Deployment", "webhook");
        assertThat(deployment.at("/metadata/labels/example.org~1deployment").asText())
                .isEqualTo("label");
        assertThat(deployment
                        .at("/metadata/annotations/reloader.example.org~1auto")
                        .asText())
                .isEqualTo("true");
        JsonNode pod = deployment.at("/spec/template/spec");
        assertThat(pod.path("containers").findValuesAsText("name")).contains("webhook-service", "beside");
        assertThat(pod.at("/initContainers/0/name").asText()).isEqualTo("first");
        assertThat(pod.path("volumes").findValuesAsText("name")).contains("extra");
        JsonNode container = pod.at("/containers/0");
        assertThat(container.at("/envFrom/1/secretRef/name").asText()).isEqualTo("more");
        assertThat(container.path("env").toString())
                .contains("{\"name\":\"EXAMPLE\",\"valueFrom\":{\"secretKeyRef\":{\"key\":\"example\"");
        assertThat(rendered.get("ConfigMap", "webhook")
                        .at("/data/QUARKUS_LOG_LEVEL")
                        .asText())
                .isEqualTo("DEBUG");
        assertThat(container.path("volumeMounts").findValuesAsText("mountPath")).contains("/extra");
        assertThat(pod.path("serviceAccountName").asText()).isEqualTo("shared");
        assertThat(rendered.ofKind("ServiceAccount").map(Chart::name)).doesNotContain("shared");
        assertThat(rendered.get("Service", "webhook").at("/spec/type").asText()).isEqualTo("LoadBalancer");
        JsonNode policy = rendered.get("NetworkPolicy", "webhook").path("spec");
        assertThat(policy.path("ingress").toString()).contains("\"app\":\"mesh\"", "\"app\":\"beside\"");
        assertThat(policy.path("egress").toString()).contains("15012", "8443", "5353");
        for (String other : List.of("budget", "runs", "test")) {
            assertThat(rendered.get("NetworkPolicy", other).at("/spec/egress").toString())
                    .contains("15012", "5353")
                    .doesNotContain("8443");
        }
        assertThat(rendered.ofKind("ConfigMap").map(Chart::name))
                .contains("volunteer-scheduler-extra-map", "volunteer-scheduler-extra-text");
    }

    @Test
    void onAPlatformThatChoosesUsersNoneIsNamed() {
        Chart.Rendered rendered = Chart.render(Chart.OPENSHIFT);
        List<JsonNode> contexts =
                rendered.pods().map(pod -> pod.at("/spec/securityContext")).toList();
        assertThat(contexts).isNotEmpty().allSatisfy(context -> {
            assertThat(context.path("runAsNonRoot").asBoolean()).isTrue();
            assertThat(context.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        });
        assertThat(rendered.text()).doesNotContain("runAsUser", "runAsGroup", "fsGroup:");
        Chart.Rendered usual = Chart.render();
        assertThat(usual.pods()).allSatisfy(pod -> assertThat(
                        pod.at("/spec/securityContext/runAsUser").asInt())
                .isPositive());
    }

    @Test
    void aNewVersionOfTheChartAloneStartsNoPodAnew() {
        Chart.Rendered after = new Chart.Rendered(new Helm(Chart.copy(
                        Map.of("version: " + Chart.VERSION, "version: 2.0.0+build5", "\"helm.sh/hook", "\"hook")))
                .template()
                .withName(Chart.RELEASE)
                .withNamespace(Chart.RELEASE)
                .withKubeVersion(Chart.KUBERNETES)
                .withValuesFile(Chart.TRY)
                .call());
        Chart.Rendered before = Chart.render(Chart.TRY);
        for (String kind : List.of("Deployment", "StatefulSet", "CronJob")) {
            List<JsonNode> templates = templates(before, kind).toList();
            assertThat(templates).isNotEmpty().isEqualTo(templates(after, kind).toList());
        }
        JsonNode labels = after.get("Deployment", "webhook").at("/metadata/labels");
        assertThat(labels.path("helm.sh/chart").asText()).isEqualTo("volunteer-scheduler-2.0.0_build5");
    }

    private static Stream<JsonNode> templates(Chart.Rendered rendered, String kind) {
        return rendered.ofKind(kind)
                .map(workload -> workload.at(kind.equals("CronJob") ? "/spec/jobTemplate" : "/spec/template"));
    }

    @Test
    void podsHaveOnlyTheLabelsThatSelect() {
        for (Chart.Rendered rendered : List.of(Chart.render(), Chart.render(Chart.TRY))) {
            rendered.pods().map(pod -> pod.at("/metadata/labels")).forEach(labels -> {
                List<String> names = new ArrayList<>();
                labels.fieldNames().forEachRemaining(names::add);
                assertThat(names).containsExactlyInAnyOrderElementsOf(SELECTING);
            });
        }
    }

    @Test
    void theVersionsLabelIsThatOfTheImages() {
        assertThat(version(Map.of())).isEqualTo(Chart.VERSION);
        assertThat(version(Map.of("image.tag", "1.0.1"))).isEqualTo("1.0.1");
        assertThat(version(Map.of("image.tag", "1.0.0+build5"))).isEqualTo("1.0.0_build5");
    }

    private static String version(Map<String, ?> settings) {
        return Chart.render(settings)
                .get("Deployment", "webhook")
                .at("/metadata/labels/app.kubernetes.io~1version")
                .asText();
    }

    @Test
    void everyImageCanComeFromOneRegistryAndByItsDigest() {
        assertThat(images(Chart.render(Chart.FULL)))
                .allSatisfy(image -> assertThat(image).matches("(mirror|registry)[.]example[.]org/.+:.+"))
                .contains(
                        "mirror.example.org/rewards/budget-service:1.2.3", "mirror.example.org/curlimages/curl:8.17.0")
                .anyMatch(
                        image -> image.matches("mirror.example.org/rewards/webhook-service:1.2.3@sha256:[0-9a-f]{64}"));
        assertThat(images(
                        Chart.render(Map.of("image.registry", "registry.example.org", "image.repository", "rewards"))))
                .contains("registry.example.org/rewards/budget-service:" + Chart.VERSION);
        assertThat(images(Chart.render(Chart.TRY)))
                .contains("localhost/volunteer-scheduler/budget-service:" + Chart.VERSION);
        Chart.render(Chart.TRY).ofKind("Deployment").forEach(deployment -> assertThat(
                        deployment.findValuesAsText("imagePullPolicy"))
                .containsOnly("Never"));
    }

    private static Set<String> images(Chart.Rendered rendered) {
        Set<String> images = new TreeSet<>();
        rendered.documents().forEach(document -> {
            images.addAll(document.findValuesAsText("image"));
            images.addAll(document.findValuesAsText("imageName"));
        });
        images.removeIf(String::isEmpty);
        return images;
    }

    /** Else a service's audit log could end up in the Pod's status. */
    @Test
    void noServiceGivesItsLogAsTheReasonOfItsEnd() {
        Chart.render().ofKind("Deployment").forEach(deployment -> assertThat(
                        deployment.findValuesAsText("terminationMessagePolicy"))
                .isNotEmpty()
                .containsOnly("File"));
    }

    @Test
    void readinessIsAskedEverySecond() {
        for (String service : Chart.SERVICES) {
            assertThat(Chart.render()
                            .pod(service)
                            .at("/spec/containers/0/readinessProbe/periodSeconds")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    /** Of one service with 100,000 volunteers 354 MiB were measured; of all together a small node has two cores. */
    @Test
    void whatIsRequestedIsEnoughAndFitsOnASmallNode() {
        int millicores = 0;
        for (String service : Chart.SERVICES) {
            JsonNode deployment = Chart.render().get("Deployment", service);
            JsonNode requests = deployment.at("/spec/template/spec/containers/0/resources/requests");
            assertThat(Integer.parseInt(requests.path("memory").asText().replace("Mi", "")))
                    .isGreaterThan(354);
            millicores += deployment.at("/spec/replicas").asInt()
                    * Integer.parseInt(requests.path("cpu").asText().replace("m", ""));
        }
        assertThat(millicores).isLessThanOrEqualTo(1000);
    }
}
