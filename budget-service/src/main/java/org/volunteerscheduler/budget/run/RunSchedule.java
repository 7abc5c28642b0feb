// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.run;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.volunteerscheduler.budget.BudgetSettings;
import org.volunteerscheduler.budget.rule.BudgetPeriod;
import org.volunteerscheduler.budget.rule.BudgetWindow;
import org.volunteerscheduler.platform.run.Caller;
import org.volunteerscheduler.platform.run.RunSettings;
import org.volunteerscheduler.platform.run.StartedFromOutside;
import org.volunteerscheduler.platform.run.Timetable;

/**
 * What happens by the clock: the watch over runs, and where there is no Kubernetes, the scheduled runs. Every replica
 * starts them, and together they make one run.
 */
@ApplicationScoped
class RunSchedule {

    private static final Logger LOG = Logger.getLogger(RunSchedule.class);

    private final BudgetRunEngine engine;
    private final BudgetRuns runs;
    private final BudgetTelemetry telemetry;
    private final BudgetSettings settings;
    private final ZoneId zone;
    private final Map<BudgetPeriod, Timetable> timetables = new EnumMap<>(BudgetPeriod.class);

    RunSchedule(
            BudgetRunEngine engine,
            BudgetRuns runs,
            BudgetTelemetry telemetry,
            BudgetSettings settings,
            RunSettings runSettings,
            Clock clock) {
        this.engine = engine;
        this.runs = runs;
        this.telemetry = telemetry;
        this.settings = settings;
        this.zone = runSettings.timeZone();
        for (BudgetPeriod period : BudgetPeriod.values()) {
            if (settings.isScheduled(period)) {
                timetables.put(period, new Timetable(period.json() + " budgets", settings.cron(period), zone, clock));
            }
        }
    }

    /** Publishes again what was never picked up, and sees how things stand. */
    @Scheduled(every = "${volunteer-scheduler.run-check}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> watch() {
        return engine.publishStalled()
                .chain(runs::states)
                .invoke(telemetry::states)
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf("runs are checked again later: %s", failure.getMessage()));
    }

    /** Of each scheduled period, every window that ended. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP, skipExecutionIf = StartedFromOutside.class)
    Uni<Void> startDue() {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Map.Entry<BudgetPeriod, Timetable> timetable : timetables.entrySet()) {
            all = all.chain(() -> timetable.getValue().startDue(due -> start(timetable.getKey(), due)));
        }
        return all;
    }

    private Uni<Void> start(BudgetPeriod period, List<Instant> due) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Instant instant : due) {
            BudgetWindow window = BudgetWindow.lastCompleted(period, zone, instant);
            all = all.chain(() -> engine.start(
                            new BudgetPlan(List.of(window), null, settings.pool(period), Optional.empty(), false),
                            Caller.SCHEDULE)
                    .replaceWithVoid());
        }
        return all;
    }
}
