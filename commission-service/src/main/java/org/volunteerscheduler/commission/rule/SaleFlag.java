// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What people who look for fraud should look at. A flag never changes what is paid.
 *
 * <p>Times count back from the sale's own timestamp. Source: rules.md, Commissions 9.
 */
public enum SaleFlag {
    /** More than 10 sales by the buyer within the hour up to and including this one. */
    RAPID_SALES,
    /** More than 10 times the average of all other sales of the past 30 days. */
    UNUSUAL_AMOUNT,
    /** The chain would have run in a circle. */
    CIRCULAR_CHAIN,
    /** A member of the chain was waited for in vain. */
    BROKEN_CHAIN,
    /** More than 2 among buyer and chain registered within the past 24 hours. */
    FRESH_CHAIN;

    public static final Duration RAPID_WINDOW = Duration.ofHours(1);
    public static final int RAPID_SALES_ALLOWED = 10;
    public static final Duration AVERAGE_WINDOW = Duration.ofDays(30);

    private static final BigDecimal UNUSUAL_FACTOR = BigDecimal.TEN;
    private static final BigDecimal AVERAGE_OF_NONE = BigDecimal.valueOf(100);
    private static final Duration FRESH_WINDOW = Duration.ofHours(24);
    private static final int FRESH_ALLOWED = 2;

    /** How many sales of what amount together, tokens. */
    public record Total(long sales, BigDecimal amount) {

        public static final Total NONE = new Total(0, BigDecimal.ZERO);

        public Total plus(Total other) {
            return new Total(sales + other.sales, amount.add(other.amount));
        }

        public Total minus(Total other) {
            return new Total(sales - other.sales, amount.subtract(other.amount));
        }
    }

    /**
     * @param othersByBuyer the buyer's other sales within {@link #RAPID_WINDOW}; counting may stop at
     *     {@link #RAPID_SALES_ALLOWED}
     * @param others all other sales within {@link #AVERAGE_WINDOW}
     */
    public static Set<SaleFlag> of(
            BigDecimal amount, Instant soldAt, int othersByBuyer, Total others, ReferralChain chain) {
        Set<SaleFlag> flags = EnumSet.noneOf(SaleFlag.class);
        if (othersByBuyer + 1 > RAPID_SALES_ALLOWED) {
            flags.add(RAPID_SALES);
        }
        if (isUnusual(amount, others)) {
            flags.add(UNUSUAL_AMOUNT);
        }
        if (chain.circular()) {
            flags.add(CIRCULAR_CHAIN);
        }
        if (chain.missing().isPresent()) {
            flags.add(BROKEN_CHAIN);
        }
        if (freshMembers(soldAt, chain) > FRESH_ALLOWED) {
            flags.add(FRESH_CHAIN);
        }
        return flags;
    }

    /** Multiplied out, so that nothing is divided and nothing rounded. */
    private static boolean isUnusual(BigDecimal amount, Total others) {
        return others.sales() == 0
                ? amount.compareTo(UNUSUAL_FACTOR.multiply(AVERAGE_OF_NONE)) > 0
                : amount.multiply(BigDecimal.valueOf(others.sales()))
                                .compareTo(UNUSUAL_FACTOR.multiply(others.amount()))
                        > 0;
    }

    private static long freshMembers(Instant soldAt, ReferralChain chain) {
        Instant since = soldAt.minus(FRESH_WINDOW);
        return Stream.concat(Stream.ofNullable(chain.buyer()), chain.referrers().stream())
                .filter(member -> member.registeredAt().isAfter(since)
                        && !member.registeredAt().isAfter(soldAt))
                .count();
    }

    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
