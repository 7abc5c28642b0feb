// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.run;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.volunteerscheduler.budget.rule.BudgetPeriod;
import org.volunteerscheduler.budget.rule.BudgetWindow;

/**
 * Runs of one scope, one for each window, all of one period.
 *
 * @param organizationId or null for all organizations as one pool
 * @param pool tokens, of each run
 * @param requiredPool which a run that exists must have; empty: any
 * @param manual whether a person waits for them
 */
public record BudgetPlan(
        List<BudgetWindow> windows,
        Long organizationId,
        BigDecimal pool,
        Optional<BigDecimal> requiredPool,
        boolean manual) {

    /** @throws IllegalArgumentException if there is no window */
    public BudgetPlan {
        if (windows.isEmpty()) {
            throw new IllegalArgumentException("no window");
        }
    }

    BudgetPeriod period() {
        return windows.getFirst().period();
    }
}
