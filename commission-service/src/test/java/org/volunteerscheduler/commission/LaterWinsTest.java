// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission;

import io.quarkus.test.junit.QuarkusTest;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.platform.test.LaterWinsContract;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("commission")
class LaterWinsTest extends LaterWinsContract {

    LaterWinsTest() {
        super("commission", Queue.FACTS_COMMISSIONS);
    }
}
