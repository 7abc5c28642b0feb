// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.volunteerscheduler.budget.rule.BudgetPeriod.DAILY;
import static org.volunteerscheduler.budget.rule.BudgetPeriod.MONTHLY;
import static org.volunteerscheduler.budget.rule.BudgetPeriod.WEEKLY;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoolAllocationTest {

    private static final BigDecimal HUNDREDTH = new BigDecimal("0.01");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "weekly  | 1000 | 10 10 10 | 333.34 333.33 333.33",
                "daily   | 100  | 9 8 7    | 50.00 25.00 15.00",
                "monthly | 5000 | 60 40    | 2500.00 2100.00",
            })
    void theExamplesOfTheRulesHold(String period, BigDecimal pool, String scores, String amounts) {
        assertThat(new PoolAllocation(BudgetPeriod.of(period), pool).split(decimals(scores)))
                .isEqualTo(decimals(amounts));
    }

    /** Known apportionments by the largest remainder; pool and amounts in hundredths. */
    @ParameterizedTest
    @CsvSource({
        "100, 1 1 1, 34 33 33",
        "5, 7 3, 4 1",
        "1003, 50 50, 502 501",
        "44, 21878 9713 4167 3252 1065, 24 11 5 3 1",
        "43, 21878 9713 4167 3252 1065, 24 10 4 4 1",
    })
    void theHundredthsGoToTheLargestRemainders(int pool, String scores, String amounts) {
        assertThat(new PoolAllocation(WEEKLY, BigDecimal.valueOf(pool, 2)).split(decimals(scores)))
                .extracting(amount -> amount.unscaledValue().toString())
                .containsExactly(amounts.split(" "));
    }

    /** The better rank is not always first among those who wait for a hundredth: 3 and 7 of 5 are 1.5 and 3.5. */
    @ParameterizedTest
    @CsvSource({"5, 3 7, 2 3", "5, 7 3, 4 1"})
    void aTieGoesToTheBetterRank(int pool, String scores, String amounts) {
        assertThat(new PoolAllocation(WEEKLY, BigDecimal.valueOf(pool, 2)).split(decimals(scores)))
                .extracting(amount -> amount.unscaledValue().toString())
                .containsExactly(amounts.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // nobody, or nobody with a score
                "weekly  | 100    | 0 0      | 0.00 0.00",
                "daily   | 100    | 5 0 0    | 50.00 0.00 0.00",
                // a rank without a score holds no fixed part: 0.8 × s / S + 0.1 for the two who have one
                "monthly | 100    | 3 1 0 0  | 50.00 30.00 0.00 0.00",
                // one alone gets the half
                "monthly | 100    | 7        | 50.00",
                // the half of 5.01 is 2.505, cut to 2.50, and the odd hundredth of it goes to nobody
                "monthly | 5.01   | 7        | 2.50",
                // smallest pools
                "daily   | 0.01   | 5 4 3 2 1 | 0.01 0.00 0.00 0.00 0.00",
                "weekly  | 0.01   | 1 1      | 0.01 0.00",
                "monthly | 0.01   | 1 1      | 0.00 0.00",
                "daily   | 0.10   | 5 4 3 2 1 | 0.05 0.03 0.01 0.01 0.00",
                // largest pool, scores with decimals
                "weekly  | 999999999999.99 | 0.02 0.01 | 666666666666.66 333333333333.33",
            })
    void atTheEdges(String period, BigDecimal pool, String scores, String amounts) {
        assertThat(new PoolAllocation(BudgetPeriod.of(period), pool).split(decimals(scores)))
                .isEqualTo(decimals(amounts));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.001", "1000000000000", "1E+30"})
    void thisIsNoPool(BigDecimal pool) {
        assertThatThrownBy(() -> new PoolAllocation(WEEKLY, pool)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void aPoolIsNeverOverspent(
            @ForAll BudgetPeriod period, @ForAll("pools") BigDecimal pool, @ForAll("scores") List<BigDecimal> scores) {
        assertThat(sum(new PoolAllocation(period, pool).split(some(period, scores))))
                .isLessThanOrEqualTo(pool);
    }

    @Property
    void aWeeklyPoolIsPaidWholeIfAnybodyHasAScore(
            @ForAll("pools") BigDecimal pool, @ForAll("scores") List<BigDecimal> scores) {
        List<BigDecimal> best = some(WEEKLY, scores);
        boolean any = best.stream().anyMatch(score -> score.signum() > 0);
        assertThat(sum(new PoolAllocation(WEEKLY, pool).split(best)))
                .isEqualByComparingTo(any ? pool : BigDecimal.ZERO);
    }

    /** Whoever is better gets no less, but for an odd hundredth; and nobody without a score gets anything. */
    @Property
    void amountsFollowTheRank(
            @ForAll BudgetPeriod period, @ForAll("pools") BigDecimal pool, @ForAll("scores") List<BigDecimal> scores) {
        List<BigDecimal> best = some(period, scores);
        List<BigDecimal> amounts = new PoolAllocation(period, pool).split(best);
        assertThat(amounts).hasSameSizeAs(best);
        for (int i = 0; i < best.size(); i++) {
            assertThat(amounts.get(i).scale()).isEqualTo(2);
            assertThat(amounts.get(i)).isNotNegative();
            if (best.get(i).signum() == 0) {
                assertThat(amounts.get(i)).isZero();
            }
            if (i > 0) {
                assertThat(amounts.get(i))
                        .isLessThanOrEqualTo(amounts.get(i - 1).add(HUNDREDTH));
            }
        }
    }

    @Property
    void equalScoresDifferByAHundredthAtMostAndTheBetterRankHasIt(
            @ForAll("pools") BigDecimal pool, @ForAll("scores") List<BigDecimal> scores) {
        List<BigDecimal> best = some(WEEKLY, scores);
        List<BigDecimal> amounts = new PoolAllocation(WEEKLY, pool).split(best);
        for (int i = 1; i < best.size(); i++) {
            if (best.get(i).compareTo(best.get(i - 1)) == 0) {
                assertThat(amounts.get(i - 1).subtract(amounts.get(i))).isBetween(BigDecimal.ZERO, HUNDREDTH);
            }
        }
    }

    /** A larger pool is nobody's loss of more than the hundredth that may go to somebody else. */
    @Property
    void aLargerPoolPaysNobodyLessThanAHundredthBelow(
            @ForAll BudgetPeriod period,
            @ForAll("pools") BigDecimal pool,
            @ForAll("pools") BigDecimal more,
            @ForAll("scores") List<BigDecimal> scores) {
        List<BigDecimal> best = some(period, scores);
        BigDecimal larger = pool.add(more).min(new BigDecimal("999999999999.99"));
        List<BigDecimal> before = new PoolAllocation(period, pool).split(best);
        List<BigDecimal> after = new PoolAllocation(period, larger).split(best);
        for (int i = 0; i < best.size(); i++) {
            assertThat(after.get(i).add(HUNDREDTH)).isGreaterThanOrEqualTo(before.get(i));
        }
    }

    @Property
    void nobodyGetsMoreThanHalfOfAMonthlyPool(
            @ForAll("pools") BigDecimal pool, @ForAll("scores") List<BigDecimal> scores) {
        assertThat(new PoolAllocation(MONTHLY, pool).split(some(MONTHLY, scores)))
                .allSatisfy(
                        amount -> assertThat(amount.multiply(BigDecimal.TWO)).isLessThanOrEqualTo(pool));
    }

    @Property
    void aDailyRankHasItsPercentageToTheHundredth(
            @ForAll("pools") BigDecimal pool, @ForAll("scores") List<BigDecimal> scores) {
        List<BigDecimal> best = some(DAILY, scores);
        List<BigDecimal> amounts = new PoolAllocation(DAILY, pool).split(best);
        List<BigDecimal> shares = decimals("0.50 0.25 0.15 0.07 0.03");
        for (int i = 0; i < best.size(); i++) {
            if (best.get(i).signum() > 0) {
                assertThat(amounts.get(i).subtract(pool.multiply(shares.get(i))).abs())
                        .isLessThan(HUNDREDTH);
            }
        }
    }

    @Provide
    Arbitrary<BigDecimal> pools() {
        return Arbitraries.bigDecimals()
                .between(HUNDREDTH, new BigDecimal("999999999999.99"))
                .ofScale(2);
    }

    @Provide
    Arbitrary<List<BigDecimal>> scores() {
        return Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, new BigDecimal("100000"))
                .ofScale(2)
                .list()
                .ofMaxSize(40);
    }

    private static List<BigDecimal> some(BudgetPeriod period, List<BigDecimal> scores) {
        List<BigDecimal> sorted = new ArrayList<>(scores);
        sorted.sort(Collections.reverseOrder());
        return sorted.subList(0, Math.min(sorted.size(), period.places(sorted.size())));
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<BigDecimal> decimals(String texts) {
        return Arrays.stream(texts.split(" ")).map(BigDecimal::new).toList();
    }
}
