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

    /** What a volunteer has whom no run has computed. */
    public static final BigDecimal NEVER_COMPUTED = new BigDecimal("1.0000");

    /** @throws IllegalArgumentException if the cap is under 1, which is what everybody begins with, or over 1000 */
    public MultiplierFormula {
        if (maxMultiplier.compareTo(BASE) < 0 || maxMultiplier.compareTo(BigDecimal.valueOf(1000)) > 0) {
            throw new IllegalArgumentException(
                    "VOLUNTEER_SCHEDULER_MAX_MULTIPLIER must be from 1 to 1000: " + maxMultiplier);
        }
    }

    public ActivityMultiplier multiplier(VolunteerActivity volunteer, Instant asOf) {
        BigDecimal level = PER_LEVEL.multiply(BigDecimal.valueOf(volunteer.level() - 1L));
        BigDecimal activity = activity(volunteer.approvedTasks());
        BigDecimal referral = PER_DOWNLINE_MEMBER.multiply(
                BigDecimal.valueOf(Math.min(MOST_DOWNLINE_MEMBERS, volunteer.activeDownline())));
        BigDecimal floor = BASE.add(level);
        BigDecimal sum = floor.add(activity).add(referral);
        BigDecimal factor = volunteer.lastActivityAt() == null
                ? BigDecimal.ONE
                : InactivityDecay.factor(Duration.between(volunteer.lastActivityAt(), asOf));
        BigDecimal decayed = sum.multiply(factor).max(floor);
        return new ActivityMultiplier(
                decayed.min(maxMultiplier).setScale(DECIMALS, RoundingMode.HALF_UP),
                BASE,
                level,
                activity,
                referral,
                sum,
                factor.setScale(SHOWN_FACTOR_DECIMALS, RoundingMode.HALF_UP),
                floor,
                maxMultiplier);
    }

    /** 0.05 for each of the first two steps of ten approved tasks, 0.03 for each of the next three, then 0.01 each. */
    private static BigDecimal activity(int approvedTasks) {
        int steps = approvedTasks / TASKS_PER_STEP;
        int hundredths = 5 * Math.min(steps, 2) + 3 * Math.clamp(steps - 2, 0, 3) + Math.max(steps - 5, 0);
        return BigDecimal.valueOf(hundredths, 2);
    }
}
