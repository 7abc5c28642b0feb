package org.volunteerscheduler.budget.allocation;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.volunteerscheduler.budget.rule.Contender;
import org.volunteerscheduler.budget.rule.PoolAllocation;

/**
 * Who receives what of a pool.
 *
 * @param eligible volunteers with enough approved tasks in the window
 * @param allocations by rank; an award of 0.00 is none
 */
public record Distribution(long eligible, List<Allocation> allocations) {

    static Distribution of(PoolAllocation pool, Candidates.Standing standing) {
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

    /** Tokens, 2 decimals. */
    public BigDecimal distributed() {
        return allocations.stream().map(Allocation::amount).reduce(BigDecimal.ZERO.setScale(2), BigDecimal::add);
    }
}
