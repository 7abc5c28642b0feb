package org.volunteerscheduler.multiplier;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.platform.test.DeadLetterContract;
import org.volunteerscheduler.platform.test.RealServers;

@QuarkusTest
@QuarkusTestResource(value = RealServers.class, initArgs = @ResourceArg(name = "service", value = "multiplier"))
class MultiplierDeadLettersTest extends DeadLetterContract {

    MultiplierDeadLettersTest() {
        super("multiplier", Queue.MULTIPLIERS, Queue.FACTS_MULTIPLIERS);
    }
}
