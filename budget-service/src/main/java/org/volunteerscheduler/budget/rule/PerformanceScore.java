// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.rule;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a volunteer did in a window, and the score of it.
 *
 * <p>Units: points. Rounding: once, half up to 2 decimals. Source: rules.md, Budget.
 *
 * @param approvedTasks reviewed in the window
 * @param work their xp_reward × level_required × 0.1, summed
 * @param activeReferrals members of the downline with an approved task in the window
 * @param rejected own assignments rejected in the window
 * @param overdue own assignments that were not reviewed in time
 * @param multiplier the activity multiplier; 1 for somebody who has none yet
 */
public record PerformanceScore(
        int approvedTasks, BigDecimal work, int activeReferrals, int rejected, int overdue, BigDecimal multiplier) {

    private static final int DECIMALS = 2;
    private static final long ACTIVE_REFERRAL = 5;
    private static final long REJECTED = 2;
    private static final long OVERDUE = 1;

    /** @return 2 decimals, never below 0 */
    public BigDecimal value() {
        long bonus = ACTIVE_REFERRAL * activeReferrals - REJECTED * rejected - OVERDUE * overdue;
        return work.multiply(multiplier)
                .add(BigDecimal.valueOf(bonus))
                .max(BigDecimal.ZERO)
                .setScale(DECIMALS, RoundingMode.HALF_UP);
    }
}
