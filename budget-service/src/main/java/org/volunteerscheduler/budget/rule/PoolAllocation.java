// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.rule;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What each of the ranked receives of a pool.
 *
 * <p>Units: tokens. Rounding: by the largest remainder, in whole hundredths. Every exact share is a fraction of whole
 * numbers over one denominator, so nothing is divided before the end. Source: rules.md, Budget.
 *
 * @param pool above 0, below 10^12, at most 2 decimals
 */
public record PoolAllocation(BudgetPeriod period, BigDecimal pool) {

    public static final int DECIMALS = 2;

    private static final BigDecimal MAX_POOL = BigDecimal.TEN.pow(12);
    private static final BigInteger PERCENT = BigInteger.valueOf(100);
    private static final List<Integer> DAILY_PERCENT = List.of(50, 25, 15, 7, 3);
    private static final int MONTHLY_FIXED_RANKS = 3;
    private static final int MONTHLY_FIXED_PERCENT = 10;

    /** @throws IllegalArgumentException if the pool is none */
    public PoolAllocation {
        if (pool.signum() <= 0
                || pool.compareTo(MAX_POOL) >= 0
                || pool.stripTrailingZeros().scale() > DECIMALS) {
            throw new IllegalArgumentException(
                    "a pool is above 0 and below 10^12 with at most 2 decimals, not " + pool);
        }
    }

    /**
     * A score of 0 is paid nothing, and its rank counts as held by nobody.
     *
     * @param scores by rank, so descending; at most as many as the period has places; 2 decimals
     * @return the amounts by rank, with 2 decimals; together never more than the pool
     */
    public List<BigDecimal> split(List<BigDecimal> scores) {
        long[] hundredths = new long[scores.size()];
        List<BigInteger> positive = scores.stream()
                .takeWhile(score -> score.signum() > 0)
                .map(score -> score.movePointRight(DECIMALS).toBigIntegerExact())
                .toList();
        if (!positive.isEmpty()) {
            BigInteger sum = positive.stream().reduce(BigInteger.ZERO, BigInteger::add);
            Shares shares =
                    switch (period) {
                        case DAILY -> new Shares(rank -> percentOfPool(DAILY_PERCENT.get(rank)), PERCENT, null);
                        case WEEKLY -> new Shares(rank -> poolHundredths().multiply(positive.get(rank)), sum, null);
                        case MONTHLY -> monthly(positive, sum);
                    };
            shares.allocate(positive.size(), hundredths);
        }
        return IntStream.range(0, hundredths.length)
                .mapToObj(rank -> BigDecimal.valueOf(hundredths[rank], DECIMALS))
                .toList();
    }

    private Shares monthly(List<BigInteger> scores, BigInteger sum) {
        int fixedRanks = Math.min(MONTHLY_FIXED_RANKS, scores.size());
        BigInteger proportional = percentOfPool(PERCENT.intValue() - MONTHLY_FIXED_PERCENT * fixedRanks);
        BigInteger fixed = percentOfPool(MONTHLY_FIXED_PERCENT).multiply(sum);
        return new Shares(
                rank -> proportional.multiply(scores.get(rank)).add(rank < fixedRanks ? fixed : BigInteger.ZERO),
                sum.multiply(PERCENT),
                poolHundredths().divide(BigInteger.TWO));
    }

    private BigInteger poolHundredths() {
        return pool.movePointRight(DECIMALS).toBigIntegerExact();
    }

    private BigInteger percentOfPool(int percent) {
        return poolHundredths().multiply(BigInteger.valueOf(percent));
    }

    /**
     * Exact shares, in hundredths.
     *
     * @param numerator by rank, from 0
     * @param denominator of all of them
     * @param cap whole hundredths that no share exceeds; null: none
     */
    private record Shares(IntFunction<BigInteger> numerator, BigInteger denominator, BigInteger cap) {

        /** First everyone gets the whole part; then the missing hundredths go to the largest fractional parts. */
        void allocate(int ranks, long[] hundredths) {
            BigInteger[] remainders = new BigInteger[ranks];
            BigInteger remaining = BigInteger.ZERO;
            for (int rank = 0; rank < ranks; rank++) {
                BigInteger[] share = numerator.apply(rank).divideAndRemainder(denominator);
                if (cap != null && share[0].compareTo(cap) >= 0) {
                    share = new BigInteger[] {cap, BigInteger.ZERO};
                }
                hundredths[rank] = share[0].longValueExact();
                remainders[rank] = share[1];
                remaining = remaining.add(share[1]);
            }
            IntStream.range(0, ranks)
                    .boxed()
                    // Stable, so that of two equal remainders the better rank's comes first.
                    .sorted(Comparator.comparing((Integer rank) -> remainders[rank])
                            .reversed())
                    .limit(remaining.divide(denominator).intValueExact())
                    .forEach(rank -> hundredths[rank]++);
        }
    }
}
