// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jetbrains.annotations.Nullable;
import org.volunteerscheduler.budget.rule.BudgetPeriod;
import org.volunteerscheduler.budget.rule.BudgetWindow;
import org.volunteerscheduler.platform.run.Run;
import org.volunteerscheduler.platform.run.RunStatus;

/**
 * A run as it is shown.
 *
 * @param period {@code daily}, {@code weekly} or {@code monthly}
 * @param windowStart inclusive
 * @param windowEnd exclusive
 * @param organizationId or null for all organizations as one pool
 * @param poolAmount tokens; the sum of {@code distributed} and {@code undistributed}
 * @param eligible volunteers with enough approved tasks in the window; this and what follows is null unless completed
 * @param paid volunteers who received an award
 * @param failure why it failed; null unless failed
 */
public record BudgetRun(
        long id,
        @Schema(implementation = BudgetPeriod.class) String period,
        Instant windowStart,
        Instant windowEnd,
        @Nullable Long organizationId,
        BigDecimal poolAmount,
        RunStatus status,
        @Nullable Long eligible,
        @Nullable Long paid,
        @Nullable BigDecimal distributed,
        @Nullable BigDecimal undistributed,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String failure,
        @JsonIgnore LocalDate firstDay,
        @JsonIgnore boolean manual)
        implements Run {

    BudgetWindow window() {
        return new BudgetWindow(BudgetPeriod.of(period), firstDay, windowStart, windowEnd);
    }
}
