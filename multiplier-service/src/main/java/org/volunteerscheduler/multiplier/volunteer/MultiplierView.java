package org.volunteerscheduler.multiplier.volunteer;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.volunteerscheduler.multiplier.rule.ActivityMultiplier;
import org.volunteerscheduler.multiplier.rule.MultiplierFormula;
import org.volunteerscheduler.multiplier.rule.VolunteerActivity;

/**
 * A volunteer's multiplier, explained: multiplier = min(max(sum × decay_factor, floor), cap), as of the run that wrote
 * it. All but the first two are null for a volunteer whom no run has computed, who has 1.0.
 *
 * @param asOf of the run that wrote it; later runs that found the same have written nothing
 * @param base with {@code level}, {@code activity} and {@code referral} what the sum is made of
 * @param decayFactor 1 without decay; 10 decimals
 * @param volunteerLevel the count behind {@code level}
 * @param approvedTasks the count behind {@code activity}
 * @param activeDownline the count behind {@code referral}, which counts ten of them at most
 * @param lastActivityAt null if there never was any, so that nothing decays
 * @param inactiveDays from the last activity to {@code asOf}, with the fraction, 4 decimals
 */
public record MultiplierView(
        long userId,
        BigDecimal multiplier,
        Instant asOf,
        Long runId,
        BigDecimal base,
        BigDecimal level,
        BigDecimal activity,
        BigDecimal referral,
        BigDecimal sum,
        BigDecimal decayFactor,
        BigDecimal floor,
        BigDecimal cap,
        Integer volunteerLevel,
        Integer approvedTasks,
        Integer activeDownline,
        Instant lastActivityAt,
        BigDecimal inactiveDays) {

    private static final BigDecimal SECONDS_PER_DAY = BigDecimal.valueOf(86_400);

    static MultiplierView of(Multipliers.Found found) {
        if (found.computed() == null) {
            return neverComputed(found.userId());
        }
        VolunteerActivity counts = found.computed().activity();
        ActivityMultiplier parts = new MultiplierFormula(found.maxMultiplier()).explain(counts, found.asOf());
        return new MultiplierView(
                found.userId(),
                found.computed().multiplier(),
                found.asOf(),
                found.runId(),
                parts.base(),
                parts.level(),
                parts.activity(),
                parts.referral(),
                parts.sum(),
                parts.decayFactor(),
                parts.floor(),
                parts.cap(),
                counts.level(),
                counts.approvedTasks(),
                counts.activeDownline(),
                counts.lastActivityAt(),
                counts.lastActivityAt() == null ? null : days(Duration.between(counts.lastActivityAt(), found.asOf())));
    }

    private static MultiplierView neverComputed(long userId) {
        return new MultiplierView(
                userId,
                MultiplierFormula.NEVER_COMPUTED,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static BigDecimal days(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).divide(SECONDS_PER_DAY, 4, RoundingMode.HALF_UP);
    }
}
