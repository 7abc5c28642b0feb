package org.volunteerscheduler.webhook;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.volunteerscheduler.platform.test.MetricsContract;
import org.volunteerscheduler.platform.test.RealServers;

@QuarkusTest
@QuarkusTestResource(value = RealServers.class, initArgs = @ResourceArg(name = "service", value = "webhook"))
class MetricsTest extends MetricsContract {

    MetricsTest() {
        super("webhook");
    }
}
