// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget;

import io.quarkus.test.junit.QuarkusTest;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.platform.test.DeadLetterContract;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("budget")
class BudgetDeadLettersTest extends DeadLetterContract {

    BudgetDeadLettersTest() {
        super("budget", Queue.FACTS_BUDGETS);
    }
}
