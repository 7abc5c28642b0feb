// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.rule;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;

/**
 * A volunteer's activity multiplier. It depends on its arguments alone, never on an earlier multiplier.
 *
 * <p>Rounding: once, in the end, half up to 4 decimals. Source: rules.md, Activity multiplier.
 *
 * @param maxMultiplier the cap
 */
public record MultiplierFormula(BigDecimal maxMultiplier) {

    private static final BigDecimal BASE = new BigDecimal("1.0");
    private static final BigDecimal PER_LEVEL = new BigDecimal("0.1");
    private static final BigDecimal PER_DOWNLINE_MEMBER = new BigDecimal("0.02");
    private static final int MOST_DOWNLINE_MEMBERS = 10;
    private static final int TASKS_PER_STEP = 10;
    private static final int DECIMALS = 4;
    private static final int SHOWN_FACTOR_DECIMALS = 10;
    private static final int UNITS = 10_000;

    /**
     * An estimate in floating point is off by less than 10^-11, since no sum exceeds some hundreds. It decides only where
     * it is further than this from whatever would make a difference, so the result is the exact one.
     */
    private static final double ESTIMATE_ERROR = 1e-9;

    /** What a volunteer has whom no run has computed. */
    public static final BigDecimal NEVER_COMPUTED = new BigDecimal("1.0000");

    /** @throws IllegalArgumentException if the cap is under 1, which is what everybody begins with, or over 1000 */
    public MultiplierFormula {
        if (maxMultiplier.compareTo(BASE) < 0 || maxMultiplier.compareTo(BigDecimal.valueOf(1000)) > 0) {
            throw new IllegalArgumentException(
                    "VOLUNTEER_SCHEDULER_MAX_MULTIPLIER must be from 1 to 1000: " + maxMultiplier);
        }
    }

    /** The number alone: what a run of a million volunteers needs. */
    public BigDecimal multiplier(VolunteerActivity volunteer, Instant asOf) {
        BigDecimal floor = BASE.add(level(volunteer));
        BigDecimal sum = floor.add(activity(volunteer)).add(referral(volunteer));
        Duration inactive = inactive(volunteer, asOf);
        if (!InactivityDecay.applies(inactive)) {
            return rounded(sum);
        }
        double estimate = sum.doubleValue() * InactivityDecay.estimatedFactor(inactive);
        if (estimate < floor.doubleValue() - ESTIMATE_ERROR) {
            return rounded(floor);
        }
        double units = estimate * UNITS;
        boolean clear = Math.abs(units - Math.floor(units) - 0.5) > ESTIMATE_ERROR * UNITS;
        BigDecimal decayed = clear
                ? BigDecimal.valueOf(Math.round(units), DECIMALS)
                : sum.multiply(InactivityDecay.factor(inactive));
        return rounded(decayed.max(floor));
    }

    /** The same number with all that it is made of. */
    public ActivityMultiplier explain(VolunteerActivity volunteer, Instant asOf) {
        BigDecimal level = level(volunteer);
        BigDecimal activity = activity(volunteer);
        BigDecimal referral = referral(volunteer);
        BigDecimal floor = BASE.add(level);
        BigDecimal sum = floor.add(activity).add(referral);
        BigDecimal factor = InactivityDecay.factor(inactive(volunteer, asOf));
        return new ActivityMultiplier(
                rounded(sum.multiply(factor).max(floor)),
                BASE,
                level,
                activity,
                referral,
                sum,
                factor.setScale(SHOWN_FACTOR_DECIMALS, RoundingMode.HALF_UP),
                floor,
                maxMultiplier);
    }

    private BigDecimal rounded(BigDecimal decayed) {
        return decayed.min(maxMultiplier).setScale(DECIMALS, RoundingMode.HALF_UP);
    }

    private static Duration inactive(VolunteerActivity volunteer, Instant asOf) {
        return volunteer.lastActivityAt() == null ? Duration.ZERO : Duration.between(volunteer.lastActivityAt(), asOf);
    }

    private static BigDecimal level(VolunteerActivity volunteer) {
        return PER_LEVEL.multiply(BigDecimal.valueOf(volunteer.level() - 1L));
    }

    private static BigDecimal referral(VolunteerActivity volunteer) {
        return PER_DOWNLINE_MEMBER.multiply(
                BigDecimal.valueOf(Math.min(MOST_DOWNLINE_MEMBERS, volunteer.activeDownline())));
    }

    /** 0.05 for each of the first two steps of ten approved tasks, 0.03 for each of the next three, then 0.01 each. */
    private static BigDecimal activity(VolunteerActivity volunteer) {
        int steps = volunteer.approvedTasks() / TASKS_PER_STEP;
        int hundredths = 5 * Math.min(steps, 2) + 3 * Math.clamp(steps - 2, 0, 3) + Math.max(steps - 5, 0);
        return BigDecimal.valueOf(hundredths, 2);
    }
}
