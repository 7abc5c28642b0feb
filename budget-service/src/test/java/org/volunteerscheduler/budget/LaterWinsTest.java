package org.volunteerscheduler.budget;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.platform.test.LaterWinsContract;
import org.volunteerscheduler.platform.test.RealServers;

@QuarkusTest
@QuarkusTestResource(value = RealServers.class, initArgs = @ResourceArg(name = "service", value = "budget"))
class LaterWinsTest extends LaterWinsContract {

    LaterWinsTest() {
        super("budget", Queue.FACTS_BUDGETS);
    }
}
