// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.calendar;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jetbrains.annotations.Nullable;
import org.volunteerscheduler.budget.rule.BudgetPeriod;
import org.volunteerscheduler.budget.rule.BudgetWindow;
import org.volunteerscheduler.budget.run.BudgetRun;

/**
 * A period and what became of it.
 *
 * @param firstDay of the window, in the configured zone
 * @param runId null without a run, and so are the figures
 */
public record CalendarEntry(
        @Schema(implementation = BudgetPeriod.class) String period,
        LocalDate firstDay,
        Instant windowStart,
        Instant windowEnd,
        @Nullable Long organizationId,
        PeriodStatus status,
        @Nullable Long runId,
        @Nullable BigDecimal poolAmount,
        @Nullable BigDecimal distributed) {

    static CalendarEntry of(BudgetRun run) {
        return new CalendarEntry(
                run.period(),
                run.firstDay(),
                run.windowStart(),
                run.windowEnd(),
                run.organizationId(),
                PeriodStatus.of(run.status()),
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
                window.end().isAfter(now) ? PeriodStatus.UPCOMING : PeriodStatus.MISSED,
                null,
                null,
                null);
    }
}
