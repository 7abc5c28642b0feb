// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier;

import io.quarkus.test.junit.QuarkusTest;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.platform.test.LaterWinsContract;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("multiplier")
class LaterWinsTest extends LaterWinsContract {

    LaterWinsTest() {
        super("multiplier", Queue.FACTS_MULTIPLIERS);
    }
}
