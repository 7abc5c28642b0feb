package org.volunteerscheduler.budget.run;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.ScheduledExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.volunteerscheduler.budget.BudgetSettings;
import org.volunteerscheduler.budget.rule.BudgetPeriod;
import org.volunteerscheduler.budget.rule.BudgetWindow;
import org.volunteerscheduler.platform.run.Caller;
import org.volunteerscheduler.platform.run.RunSettings;
import org.volunteerscheduler.platform.run.StartedFromOutside;

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
    private final RunSettings runSettings;

    RunSchedule(
            BudgetRunEngine engine,
            BudgetRuns runs,
            BudgetTelemetry telemetry,
            BudgetSettings settings,
            RunSettings runSettings) {
        this.engine = engine;
        this.runs = runs;
        this.telemetry = telemetry;
        this.settings = settings;
        this.runSettings = runSettings;
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

    @Scheduled(
            cron = "${volunteer-scheduler.daily-budget-cron:0 0 0 * * ?}",
            timeZone = "${volunteer-scheduler.time-zone:UTC}",
            skipExecutionIf = StartedFromOutside.class)
    Uni<Void> startDaily(ScheduledExecution execution) {
        return startIfScheduled(BudgetPeriod.DAILY, execution);
    }

    @Scheduled(
            cron = "${volunteer-scheduler.weekly-budget-cron:0 0 0 ? * SUN}",
            timeZone = "${volunteer-scheduler.time-zone:UTC}",
            skipExecutionIf = StartedFromOutside.class)
    Uni<Void> startWeekly(ScheduledExecution execution) {
        return startIfScheduled(BudgetPeriod.WEEKLY, execution);
    }

    @Scheduled(
            cron = "${volunteer-scheduler.monthly-budget-cron:0 0 0 1 * ?}",
            timeZone = "${volunteer-scheduler.time-zone:UTC}",
            skipExecutionIf = StartedFromOutside.class)
    Uni<Void> startMonthly(ScheduledExecution execution) {
        return startIfScheduled(BudgetPeriod.MONTHLY, execution);
    }

    private Uni<Void> startIfScheduled(BudgetPeriod period, ScheduledExecution execution) {
        if (!settings.isScheduled(period)) {
            return Uni.createFrom().voidItem();
        }
        BudgetWindow window =
                BudgetWindow.lastCompleted(period, runSettings.timeZone(), execution.getScheduledFireTime());
        return engine.start(
                        new BudgetPlan(List.of(window), null, settings.pool(period), Optional.empty(), false),
                        Caller.SCHEDULE)
                .replaceWithVoid();
    }
}
