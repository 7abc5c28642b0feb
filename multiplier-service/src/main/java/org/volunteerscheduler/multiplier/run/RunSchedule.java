package org.volunteerscheduler.multiplier.run;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.ScheduledExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;
import org.volunteerscheduler.platform.run.Caller;
import org.volunteerscheduler.platform.run.StartedFromOutside;

/** What happens by the clock: the watch over runs, and where there is no Kubernetes, the daily run. */
@ApplicationScoped
class RunSchedule {

    private static final Logger LOG = Logger.getLogger(RunSchedule.class);

    private final MultiplierRunEngine engine;
    private final MultiplierRuns runs;
    private final MultiplierTelemetry telemetry;

    RunSchedule(MultiplierRunEngine engine, MultiplierRuns runs, MultiplierTelemetry telemetry) {
        this.engine = engine;
        this.runs = runs;
        this.telemetry = telemetry;
    }

    @Scheduled(every = "${volunteer-scheduler.run-check}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> watch() {
        return engine.publishStalled()
                .chain(runs::state)
                .invoke(telemetry::state)
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf("runs are checked again later: %s", failure.getMessage()));
    }

    /**
     * As of the minute that the schedule names, which is the same for every replica, and for a trigger from outside in
     * the same minute: together they make one run.
     */
    @Scheduled(
            cron = "${volunteer-scheduler.multiplier-cron:0 0 2 * * ?}",
            timeZone = "${volunteer-scheduler.time-zone:UTC}",
            skipExecutionIf = StartedFromOutside.class)
    Uni<Void> startDailyRun(ScheduledExecution execution) {
        return engine.start(null, execution.getScheduledFireTime().truncatedTo(ChronoUnit.MINUTES), Caller.SCHEDULE)
                .replaceWithVoid();
    }
}
