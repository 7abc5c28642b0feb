// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier;

import io.quarkus.test.junit.QuarkusTest;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.platform.test.DeadLetterContract;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("multiplier")
class MultiplierDeadLettersTest extends DeadLetterContract {

    MultiplierDeadLettersTest() {
        super("multiplier", Queue.MULTIPLIERS, Queue.FACTS_MULTIPLIERS);
    }
}
