// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.rule;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * What inactivity leaves of a multiplier: 0.95 ^ (days / 7) once more than 7 days have passed, days with their fraction.
 *
 * <p>The same on every machine, and exact enough that no rounding to 4 decimals is ever in doubt: whole weeks are powers
 * of 0.95 (exact up to 17 weeks, so that also a tie is seen as one), the fraction of a week is the exponential series,
 * whose error is under 10^-22. A value that is no power of whole weeks is irrational and so never a tie.
 *
 * <p>Source: rules.md, Activity multiplier.
 */
final class InactivityDecay {

    private static final Duration GRACE = Duration.ofDays(7);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final BigDecimal WEEKLY = new BigDecimal("0.95");
    private static final BigDecimal LN_WEEKLY = new BigDecimal("-0.0512932943875505334261961442546872");
    private static final MathContext WEEKS_PRECISION = MathContext.DECIMAL128;
    private static final MathContext FRACTION_PRECISION = new MathContext(26, RoundingMode.HALF_EVEN);
    private static final BigDecimal[] COEFFICIENTS = coefficients(13);

    private InactivityDecay() {}

    static boolean applies(Duration inactive) {
        return inactive.compareTo(GRACE) > 0;
    }

    /** In floating point: a hundred times as fast, off by less than 10^-13. */
    static double estimatedFactor(Duration inactive) {
        return Math.pow(WEEKLY.doubleValue(), inactive.toNanos() / (double) WEEK.toNanos());
    }

    /** Above 0, at most 1. */
    static BigDecimal factor(Duration inactive) {
        if (!applies(inactive)) {
            return BigDecimal.ONE;
        }
        long weeks = inactive.dividedBy(WEEK);
        Duration rest = inactive.minus(WEEK.multipliedBy(weeks));
        BigDecimal wholeWeeks = WEEKLY.pow(Math.toIntExact(weeks), WEEKS_PRECISION);
        return rest.isZero() ? wholeWeeks : wholeWeeks.multiply(partOfAWeek(rest), WEEKS_PRECISION);
    }

    private static BigDecimal partOfAWeek(Duration rest) {
        BigDecimal fraction =
                BigDecimal.valueOf(rest.toNanos()).divide(BigDecimal.valueOf(WEEK.toNanos()), FRACTION_PRECISION);
        BigDecimal sum = COEFFICIENTS[COEFFICIENTS.length - 1];
        for (int i = COEFFICIENTS.length - 2; i >= 0; i--) {
            sum = sum.multiply(fraction, FRACTION_PRECISION).add(COEFFICIENTS[i], FRACTION_PRECISION);
        }
        return sum;
    }

    /** Of the series of e^(x ln 0.95) in powers of x: (ln 0.95)^n / n!. */
    private static BigDecimal[] coefficients(int terms) {
        BigDecimal[] coefficients = new BigDecimal[terms];
        coefficients[0] = BigDecimal.ONE;
        for (int n = 1; n < terms; n++) {
            coefficients[n] = coefficients[n - 1]
                    .multiply(LN_WEEKLY, WEEKS_PRECISION)
                    .divide(BigDecimal.valueOf(n), WEEKS_PRECISION);
        }
        return coefficients;
    }
}
