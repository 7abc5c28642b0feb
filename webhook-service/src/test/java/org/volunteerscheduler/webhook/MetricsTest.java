package org.volunteerscheduler.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.platform.test.DocumentedMetrics;
import org.volunteerscheduler.platform.test.RealServers;

@QuarkusTest
@QuarkusTestResource(value = RealServers.class, initArgs = @ResourceArg(name = "service", value = "webhook"))
class MetricsTest {

    @Test
    void everyMetricIsDocumentedAndThereFromTheStart() {
        String metrics = RestAssured.get("/q/metrics").asString();
        assertThat(DocumentedMetrics.shownBy(metrics)).isEqualTo(DocumentedMetrics.of("webhook"));
    }
}
