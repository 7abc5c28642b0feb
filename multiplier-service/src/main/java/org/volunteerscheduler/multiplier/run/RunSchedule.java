// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.run;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;
import org.volunteerscheduler.multiplier.MultiplierSettings;
import org.volunteerscheduler.platform.run.Caller;
import org.volunteerscheduler.platform.run.RunSettings;
import org.volunteerscheduler.platform.run.StartedFromOutside;
import org.volunteerscheduler.platform.run.Timetable;

/** What happens by the clock: the watch over runs, and where there is no Kubernetes, the daily run. */
@ApplicationScoped
class RunSchedule {

    private static final Logger LOG = Logger.getLogger(RunSchedule.class);

    private final MultiplierRunEngine engine;
    private final MultiplierRuns runs;
    private final MultiplierTelemetry telemetry;

    private final Timetable timetable;

    RunSchedule(
            MultiplierRunEngine engine,
            MultiplierRuns runs,
            MultiplierTelemetry telemetry,
            MultiplierSettings settings,
            RunSettings runSettings,
            Clock clock) {
        this.engine = engine;
        this.runs = runs;
        this.telemetry = telemetry;
        this.timetable = new Timetable("multipliers", settings.multiplierCron(), runSettings.timeZone(), clock);
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
     * the same minute: together they make one run. Of several that the clock has passed at once the last one counts.
     */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP, skipExecutionIf = StartedFromOutside.class)
    Uni<Void> startDailyRun() {
        return timetable.startDue(
                due -> engine.start(null, due.getLast().truncatedTo(ChronoUnit.MINUTES), Caller.SCHEDULE)
                        .replaceWithVoid());
    }
}
