package org.volunteerscheduler.multiplier.run;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.ScheduledExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import org.volunteerscheduler.platform.run.Caller;
import org.volunteerscheduler.platform.run.StartedFromOutside;

/** What happens by the clock: the watch over runs, and where there is no Kubernetes, the daily run. */
@ApplicationScoped
class RunSchedule {

    private final RunStart runs;

    RunSchedule(RunStart runs) {
        this.runs = runs;
    }

    @Scheduled(every = "${volunteer-scheduler.run-check:PT10S}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> watch() {
        return runs.watch();
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
        return runs.start(null, execution.getScheduledFireTime().truncatedTo(ChronoUnit.MINUTES), Caller.SCHEDULE)
                .replaceWithVoid();
    }
}
