// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DistributionTest {

    @Test
    void eachAllocationCarriesTheNumbersThatItsAmountCameFrom() {
        Distribution distribution = weekly("1000", List.of(3, 1));

        assertThat(distribution.allocations()).first().satisfies(first -> {
            assertThat(first.rank()).isEqualTo(1);
            assertThat(first.userId()).isEqualTo(1);
            assertThat(first.score()).isEqualByComparingTo("3");
            assertThat(first.work()).isEqualByComparingTo("3");
            assertThat(first.amount()).isEqualTo("750.00");
        });
        assertThat(distribution.distributed()).isEqualTo("1000.00");
    }

    @Test
    void anAwardOfNothingIsNone() {
        Distribution distribution = weekly("0.01", List.of(3, 1, 0));

        assertThat(distribution.allocations()).extracting(Allocation::rank).containsExactly(1);
        assertThat(distribution.eligible()).isEqualTo(3);
    }

    @Property(tries = 200)
    void thePoolIsNeverOverspent(
            @ForAll @IntRange(min = 1, max = 1_000_000) int poolHundredths,
            @ForAll @Size(max = 10) List<@IntRange(max = 1000) Integer> scores) {
        BigDecimal pool = BigDecimal.valueOf(poolHundredths, 2);
        for (BudgetPeriod period : BudgetPeriod.values()) {
            Distribution distribution = Distribution.of(new PoolAllocation(period, pool), standing(period, scores));

            assertThat(distribution.distributed()).isLessThanOrEqualTo(pool);
            assertThat(distribution.allocations())
                    .allMatch(allocation -> allocation.amount().signum() > 0);
        }
    }

    private static Distribution weekly(String pool, List<Integer> scores) {
        return Distribution.of(
                new PoolAllocation(BudgetPeriod.WEEKLY, new BigDecimal(pool)), standing(BudgetPeriod.WEEKLY, scores));
    }

    /** Volunteers 1, 2, … with these scores, which are their work. */
    private static Standing standing(BudgetPeriod period, List<Integer> scores) {
        Ranking ranking = new Ranking(period.places(scores.size()));
        IntStream.range(0, scores.size())
                .mapToObj(i -> Contender.of(
                        i + 1L, new PerformanceScore(1, BigDecimal.valueOf(scores.get(i)), 0, 0, 0, BigDecimal.ONE)))
                .forEach(ranking::offer);
        return new Standing(scores.size(), ranking.best());
    }
}
