package org.volunteerscheduler.budget.calendar;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.volunteerscheduler.budget.rule.BudgetWindow;
import org.volunteerscheduler.budget.run.BudgetRun;

/**
 * A period and what became of it.
 *
 * @param firstDay of the window, in the configured zone
 * @param status that of its run, or without one: {@code missed} (it is over, and nobody triggered it) or
 *     {@code upcoming} (it is not over)
 * @param runId null without a run, and so are the figures
 */
public record CalendarEntry(
        String period,
        LocalDate firstDay,
        Instant windowStart,
        Instant windowEnd,
        Long organizationId,
        String status,
        Long runId,
        BigDecimal poolAmount,
        BigDecimal distributed) {

    static final String MISSED = "missed";
    private static final String UPCOMING = "upcoming";

    static CalendarEntry of(BudgetRun run) {
        return new CalendarEntry(
                run.period(),
                run.firstDay(),
                run.windowStart(),
                run.windowEnd(),
                run.organizationId(),
                run.status(),
                run.id(),
                run.poolAmount(),
                run.distributed());
    }

    static CalendarEntry withoutRun(BudgetWindow window, Long organizationId, Instant now) {
        return new CalendarEntry(
                window.period().json(),
                window.firstDay(),
                window.start(),
                window.end(),
                organizationId,
                window.end().isAfter(now) ? UPCOMING : MISSED,
                null,
                null,
                null);
    }
}
