// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.run;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.volunteerscheduler.contracts.MultiplierPartPlanned;
import org.volunteerscheduler.platform.audit.AuditLog;
import org.volunteerscheduler.platform.run.RunTelemetry;

/** What became of each run, for the audit log and the metrics: told after the commit. */
@Startup
@ApplicationScoped
class MultiplierTelemetry implements RunTelemetry<MultiplierRun> {

    private static final String STARTED = "started";
    private static final String EXISTS = "exists";

    private final AuditLog audit;
    private final MeterRegistry metrics;
    private final Counter completed;
    private final Counter partsFailed;
    private final Timer duration;
    private final AtomicReference<MultiplierRuns.State> state =
            new AtomicReference<>(new MultiplierRuns.State(0, Double.NaN));

    MultiplierTelemetry(AuditLog audit, MeterRegistry metrics) {
        this.audit = audit;
        this.metrics = metrics;
        triggered(STARTED);
        triggered(EXISTS);
        this.completed = Counter.builder("volunteer.scheduler.multiplier.runs.completed")
                .description("runs whose last part this replica computed")
                .register(metrics);
        this.partsFailed = Counter.builder("volunteer.scheduler.multiplier.parts.failed")
                .description("parts that failed and are to be tried again")
                .register(metrics);
        this.duration = Timer.builder("volunteer.scheduler.multiplier.run.duration")
                .description("from a run's start to its last part")
                .register(metrics);
        Gauge.builder("volunteer.scheduler.multiplier.run.progress.ratio", state, now -> now.get()
                        .progress())
                .description("done part of the run that is least done, 0 to 1; NaN while none is under way")
                .register(metrics);
        Gauge.builder("volunteer.scheduler.multiplier.run.last.success.timestamp.seconds", state, now -> now.get()
                        .lastSuccessSeconds())
                .description("when a run of all organizations was last completed; 0 if none ever was")
                .register(metrics);
    }

    @Override
    public void started(String who, MultiplierRun run, boolean isNew) {
        String outcome = isNew ? STARTED : EXISTS;
        triggered(outcome).increment();
        audit.record(who, "multiplier_run.start", outcome, about(run.id()), details(run));
    }

    private Counter triggered(String outcome) {
        return Counter.builder("volunteer.scheduler.multiplier.runs.triggered")
                .description("triggers of runs, by outcome: started a run, or it exists already")
                .tags("outcome", outcome)
                .register(metrics);
    }

    void completed(MultiplierRun run) {
        completed.increment();
        duration.record(Duration.between(run.startedAt(), run.finishedAt()));
        Map<String, Object> details = details(run);
        details.put("volunteers", run.volunteersDone());
        details.put("changed", run.changed());
        audit.record("multiplier_run.compute", "completed", about(run.id()), details);
    }

    void failed(MultiplierPartPlanned part, String reason) {
        partsFailed.increment();
        audit.record(
                "multiplier_run.compute", "failed", about(part.runId()), Map.of("part", part.part(), "reason", reason));
    }

    /** As the database says it, so that every replica says the same. */
    void state(MultiplierRuns.State now) {
        state.set(now);
    }

    private static String about(long runId) {
        return "multiplier_run:" + runId;
    }

    private static Map<String, Object> details(MultiplierRun run) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("organization_id", run.organizationId());
        details.put("as_of", run.asOf());
        return details;
    }
}
