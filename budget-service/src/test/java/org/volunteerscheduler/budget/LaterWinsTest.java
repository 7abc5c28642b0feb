// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget;

import io.quarkus.test.junit.QuarkusTest;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.platform.test.LaterWinsContract;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("budget")
class LaterWinsTest extends LaterWinsContract {

    LaterWinsTest() {
        super("budget", Queue.FACTS_BUDGETS);
    }
}
