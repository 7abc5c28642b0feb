package org.volunteerscheduler.multiplier.run;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.ScheduledExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import org.volunteerscheduler.multiplier.MultiplierSettings;

/** What happens by the clock: the watch over runs, and where there is no Kubernetes, the daily run. */
@ApplicationScoped
class RunSchedule {

    private static final RunStart.Caller ITSELF = new RunStart.Caller("schedule", false);

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
            skipExecutionIf = FromOutside.class)
    Uni<Void> startDailyRun(ScheduledExecution execution) {
        return runs.start(null, execution.getScheduledFireTime().truncatedTo(ChronoUnit.MINUTES), ITSELF)
                .replaceWithVoid();
    }

    @Singleton
    static class FromOutside implements Scheduled.SkipPredicate {

        private final MultiplierSettings settings;

        FromOutside(MultiplierSettings settings) {
            this.settings = settings;
        }

        @Override
        public boolean test(ScheduledExecution execution) {
            return settings.schedule() == MultiplierSettings.Schedule.EXTERNAL;
        }
    }
}
