// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.rule;

import java.math.BigDecimal;

/**
 * What one volunteer received from a run, with every number that the amount came from.
 *
 * @param rank from 1; a rank is left out if its amount was rounded to 0.00
 * @param score rounded(max(0, work × multiplier + 5 × activeReferrals − 2 × rejected − overdue)), 2 decimals
 * @param work xp_reward × level_required × 0.1, summed over the approved tasks
 * @param multiplier as it was known when the run was settled, 4 decimals
 * @param amount tokens, above 0, 2 decimals
 */
public record Allocation(
        int rank,
        long userId,
        BigDecimal score,
        int approvedTasks,
        BigDecimal work,
        int activeReferrals,
        int rejected,
        int overdue,
        BigDecimal multiplier,
        BigDecimal amount) {

    static Allocation of(int rank, Contender contender, BigDecimal amount) {
        return new Allocation(
                rank,
                contender.userId(),
                contender.score(),
                contender.performance().approvedTasks(),
                contender.performance().work(),
                contender.performance().activeReferrals(),
                contender.performance().rejected(),
                contender.performance().overdue(),
                contender.performance().multiplier(),
                amount);
    }
}
