// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.run;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jetbrains.annotations.Nullable;
import org.volunteerscheduler.budget.rule.Allocation;
import org.volunteerscheduler.budget.rule.BudgetPeriod;
import org.volunteerscheduler.budget.rule.BudgetWindow;
import org.volunteerscheduler.budget.rule.Distribution;
import org.volunteerscheduler.budget.rule.PoolAllocation;

/**
 * What a run would pay, by the facts as they are known now.
 *
 * @param paid all who would receive an award, also those not shown
 * @param allocations by rank, the first {@code ?limit=} of them
 */
public record BudgetPreview(
        @Schema(implementation = BudgetPeriod.class) String period,
        Instant windowStart,
        Instant windowEnd,
        @Nullable Long organizationId,
        BigDecimal poolAmount,
        long eligible,
        long paid,
        BigDecimal distributed,
        BigDecimal undistributed,
        List<Allocation> allocations) {

    static BudgetPreview of(
            BudgetWindow window, Long organizationId, BigDecimal pool, Distribution distribution, int limit) {
        BigDecimal amount = pool.setScale(PoolAllocation.DECIMALS);
        BigDecimal distributed = distribution.distributed();
        return new BudgetPreview(
                window.period().json(),
                window.start(),
                window.end(),
                organizationId,
                amount,
                distribution.eligible(),
                distribution.allocations().size(),
                distributed,
                amount.subtract(distributed),
                distribution.allocations().stream().limit(limit).toList());
    }
}
