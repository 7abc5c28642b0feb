// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.rule;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Who receives what of a pool.
 *
 * <p>Source: rules.md, Budget.
 *
 * @param eligible volunteers with enough approved tasks in the window
 * @param allocations by rank; an award of 0.00 is none
 */
public record Distribution(long eligible, List<Allocation> allocations) {

    public static Distribution of(PoolAllocation pool, Standing standing) {
        List<Contender> best = standing.best();
        List<BigDecimal> amounts =
                pool.split(best.stream().map(Contender::score).toList());
        List<Allocation> allocations = new ArrayList<>(best.size());
        for (int i = 0; i < best.size(); i++) {
            if (amounts.get(i).signum() > 0) {
                allocations.add(Allocation.of(i + 1, best.get(i), amounts.get(i)));
            }
        }
        return new Distribution(standing.eligible(), allocations);
    }

    /** Tokens, 2 decimals; never more than the pool. */
    public BigDecimal distributed() {
        return allocations.stream().map(Allocation::amount).reduce(BigDecimal.ZERO.setScale(2), BigDecimal::add);
    }
}
