// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Set;

/** Kubernetes' own kinds, read so that a field that does not exist is an error, as it is for a strict API server. */
final class KubernetesModels {

    /** Of operators that publish no Java classes. */
    private static final Set<String> WITHOUT_MODEL = Set.of(
            "keda.sh/v1alpha1 ScaledObject",
            "keda.sh/v1alpha1 TriggerAuthentication",
            "postgresql.cnpg.io/v1 Cluster",
            "postgresql.cnpg.io/v1 Database",
            "rabbitmq.com/v1beta1 RabbitmqCluster");

    private static final KubernetesSerialization KINDS = new KubernetesSerialization();
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // The models take what they don't know into a map; without it Jackson refuses.
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return Boolean.FALSE;
                }
            });

    private KubernetesModels() {}

    /** @throws AssertionError if it is no valid document of its kind */
    static void check(JsonNode document) {
        String apiVersion = document.path("apiVersion").asText();
        String kind = document.path("kind").asText();
        Class<? extends KubernetesResource> model = KINDS.getRegisteredKubernetesResource(apiVersion, kind);
        if (model == null) {
            if (WITHOUT_MODEL.contains(apiVersion + " " + kind)) {
                return;
            }
            throw new AssertionError("unknown kind " + apiVersion + " " + kind);
        }
        try {
            STRICT.treeToValue(document, model);
        } catch (JsonProcessingException e) {
            throw new AssertionError(kind + " " + Chart.name(document) + ": " + e.getMessage(), e);
        }
    }
}
