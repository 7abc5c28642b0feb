// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.volunteer;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.jetbrains.annotations.Nullable;
import org.volunteerscheduler.multiplier.rule.ActivityMultiplier;
import org.volunteerscheduler.multiplier.rule.MultiplierFormula;
import org.volunteerscheduler.multiplier.rule.VolunteerActivity;

/**
 * Why a multiplier is what it is: min(max(sum × decay_factor, floor), cap), as of the run that wrote it.
 *
 * @param asOf of the run that wrote it; later runs that found the same have written nothing
 * @param base with {@code level}, {@code activity} and {@code referral} what the sum is made of
 * @param decayFactor 1 without decay; 10 decimals
 * @param volunteerLevel the count behind {@code level}
 * @param approvedTasks the count behind {@code activity}
 * @param activeDownline the count behind {@code referral}, which counts ten of them at most
 * @param lastActivityAt null if there never was any, so that nothing decays
 * @param inactiveDays from the last activity to {@code asOf}, with the fraction, 4 decimals; null like it
 */
public record MultiplierExplanation(
        Instant asOf,
        long runId,
        BigDecimal base,
        BigDecimal level,
        BigDecimal activity,
        BigDecimal referral,
        BigDecimal sum,
        BigDecimal decayFactor,
        BigDecimal floor,
        BigDecimal cap,
        int volunteerLevel,
        int approvedTasks,
        int activeDownline,
        @Nullable Instant lastActivityAt,
        @Nullable BigDecimal inactiveDays) {

    private static final BigDecimal SECONDS_PER_DAY = BigDecimal.valueOf(86_400);

    static MultiplierExplanation of(Multipliers.Computed computed) {
        VolunteerActivity counts = computed.activity();
        ActivityMultiplier parts = new MultiplierFormula(computed.maxMultiplier()).explain(counts, computed.asOf());
        return new MultiplierExplanation(
                computed.asOf(),
                computed.runId(),
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
                counts.lastActivityAt() == null
                        ? null
                        : days(Duration.between(counts.lastActivityAt(), computed.asOf())));
    }

    private static BigDecimal days(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).divide(SECONDS_PER_DAY, 4, RoundingMode.HALF_UP);
    }
}
