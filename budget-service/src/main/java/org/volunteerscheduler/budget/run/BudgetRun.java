package org.volunteerscheduler.budget.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.volunteerscheduler.budget.rule.BudgetPeriod;
import org.volunteerscheduler.budget.rule.BudgetWindow;

/**
 * A run as it is shown.
 *
 * @param period {@code daily}, {@code weekly} or {@code monthly}
 * @param windowStart inclusive
 * @param windowEnd exclusive
 * @param organizationId or null for all organizations as one pool
 * @param poolAmount tokens; the sum of {@code distributed} and {@code undistributed}
 * @param status {@code running}, {@code completed}, or {@code failed} until it is tried again
 * @param eligible volunteers with enough approved tasks in the window; this and what follows is null unless completed
 * @param paid volunteers who received an award
 * @param failure why it failed; null unless failed
 */
public record BudgetRun(
        long id,
        String period,
        Instant windowStart,
        Instant windowEnd,
        Long organizationId,
        BigDecimal poolAmount,
        String status,
        Long eligible,
        Long paid,
        BigDecimal distributed,
        BigDecimal undistributed,
        Instant startedAt,
        Instant finishedAt,
        String failure,
        @JsonIgnore LocalDate firstDay,
        @JsonIgnore boolean byPerson) {

    static final String RUNNING = "running";
    static final String COMPLETED = "completed";
    static final String FAILED = "failed";

    BudgetWindow window() {
        return new BudgetWindow(BudgetPeriod.of(period), firstDay, windowStart, windowEnd);
    }

    @JsonIgnore
    public boolean isCompleted() {
        return status.equals(COMPLETED);
    }

    @JsonIgnore
    public boolean isFailed() {
        return status.equals(FAILED);
    }
}
