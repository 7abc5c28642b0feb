// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.calendar;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.volunteerscheduler.budget.BudgetSettings;
import org.volunteerscheduler.budget.rule.BudgetPeriod;

/** Keeps the schedule in the database as it is configured, and counts what was missed. */
@ApplicationScoped
class MissedPeriods {

    private static final Logger LOG = Logger.getLogger(MissedPeriods.class);

    private final BudgetCalendar calendar;
    private final BudgetSettings settings;
    private final AtomicReference<List<BudgetCalendar.Missed>> missed = new AtomicReference<>(List.of());

    MissedPeriods(BudgetCalendar calendar, BudgetSettings settings, MeterRegistry metrics) {
        this.calendar = calendar;
        this.settings = settings;
        for (BudgetPeriod period : BudgetPeriod.values()) {
            register(metrics, period, true, "all");
            register(metrics, period, false, "organization");
        }
    }

    private void register(MeterRegistry metrics, BudgetPeriod period, boolean everybody, String scope) {
        Gauge.builder("volunteer.scheduler.budget.periods.missed", missed, all -> all.get().stream()
                        .filter(one -> one.period() == period && one.everybody() == everybody)
                        .mapToLong(BudgetCalendar.Missed::count)
                        .sum())
                .description("periods that were due and never triggered, by period and scope (all, organization)")
                .tags("period", period.json(), "scope", scope)
                .register(metrics);
    }

    @Scheduled(every = "${volunteer-scheduler.run-check}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return calendar.schedule(settings.scheduledBudgets().orElse(List.of()))
                .chain(calendar::missed)
                .invoke(missed::set)
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf("missed periods are counted later: %s", failure.getMessage()));
    }
}
