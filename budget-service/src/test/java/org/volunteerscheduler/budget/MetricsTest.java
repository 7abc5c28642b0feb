package org.volunteerscheduler.budget;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.volunteerscheduler.platform.test.MetricsContract;
import org.volunteerscheduler.platform.test.RealServers;

@QuarkusTest
@QuarkusTestResource(value = RealServers.class, initArgs = @ResourceArg(name = "service", value = "budget"))
class MetricsTest extends MetricsContract {

    MetricsTest() {
        super("budget");
    }
}
