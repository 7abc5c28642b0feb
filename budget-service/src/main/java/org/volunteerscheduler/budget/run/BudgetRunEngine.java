// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.run;

import jakarta.inject.Singleton;
import java.time.Clock;
import org.volunteerscheduler.platform.http.ProblemException;
import org.volunteerscheduler.platform.messaging.Publisher;
import org.volunteerscheduler.platform.run.RunEngine;
import org.volunteerscheduler.platform.run.RunSettings;

/** Starts and resumes budget runs. */
@Singleton
public class BudgetRunEngine extends RunEngine<BudgetPlan, BudgetRun> {

    BudgetRunEngine(
            BudgetRuns runs, BudgetTelemetry telemetry, Publisher publisher, RunSettings settings, Clock clock) {
        super(runs, telemetry, publisher, settings, clock);
    }

    @Override
    protected void requireSame(BudgetPlan plan, BudgetRun run) {
        boolean otherPool = plan.requiredPool()
                .filter(pool -> pool.compareTo(run.poolAmount()) != 0)
                .isPresent();
        if (otherPool) {
            throw ProblemException.of(
                    409,
                    "Run %d of this window and scope has the pool %s and pays nobody twice; another pool is refused."
                            .formatted(run.id(), run.poolAmount().toPlainString()));
        }
    }
}
