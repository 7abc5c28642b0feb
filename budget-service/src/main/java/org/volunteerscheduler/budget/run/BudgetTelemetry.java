// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.run;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.volunteerscheduler.budget.rule.BudgetPeriod;
import org.volunteerscheduler.platform.audit.AuditLog;
import org.volunteerscheduler.platform.run.RunTelemetry;

/** What became of each run, for the audit log and the metrics: told after the commit. */
@Startup
@ApplicationScoped
class BudgetTelemetry implements RunTelemetry<BudgetRun> {

    private final AuditLog audit;
    private final MeterRegistry metrics;
    private final Counter tokensPaid;
    private final Counter undistributed;
    private final Counter failed;
    private final Timer duration;
    private final AtomicReference<List<BudgetRuns.State>> states = new AtomicReference<>(List.of());

    BudgetTelemetry(AuditLog audit, MeterRegistry metrics) {
        this.audit = audit;
        this.metrics = metrics;
        this.tokensPaid = Counter.builder("volunteer.scheduler.tokens.paid")
                .description("tokens paid, by kind (commission, bonus); a float, for watching and not for accounting")
                .tags("kind", "bonus")
                .register(metrics);
        this.undistributed = Counter.builder("volunteer.scheduler.budget.tokens.undistributed")
                .description("tokens of pools that went to nobody")
                .register(metrics);
        this.failed = Counter.builder("volunteer.scheduler.budget.runs.failed")
                .description("attempts to settle a run that failed and are to be tried again")
                .register(metrics);
        this.duration = Timer.builder("volunteer.scheduler.budget.run.duration")
                .description("from a run's start to its end")
                .register(metrics);
        for (BudgetPeriod period : BudgetPeriod.values()) {
            Tags tags = Tags.of("period", period.json());
            completed(period.json());
            Gauge.builder(
                            "volunteer.scheduler.budget.run.last.success.timestamp.seconds",
                            states,
                            all -> sum(all.get(), period, BudgetRuns.State::lastSuccessSeconds))
                    .description("when the last run of all organizations was completed, by period; 0 if none ever was")
                    .tags(tags)
                    .register(metrics);
            Gauge.builder(
                            "volunteer.scheduler.budget.runs.unfinished",
                            states,
                            all -> sum(all.get(), period, BudgetRuns.State::unfinished))
                    .description("runs that are running or failed, by period")
                    .tags(tags)
                    .register(metrics);
        }
    }

    @Override
    public void started(String who, BudgetRun run, boolean isNew) {
        audit.record(who, "budget_run.start", isNew ? "started" : "exists", about(run.id()), details(run));
    }

    void completed(BudgetRun run) {
        completed(run.period()).increment();
        tokensPaid.increment(run.distributed().doubleValue());
        undistributed.increment(run.undistributed().doubleValue());
        duration.record(Duration.between(run.startedAt(), run.finishedAt()));
        Map<String, Object> details = details(run);
        details.put("eligible", run.eligible());
        details.put("paid", run.paid());
        details.put("distributed", run.distributed());
        details.put("undistributed", run.undistributed());
        audit.record("budget_run.settle", "completed", about(run.id()), details);
    }

    private Counter completed(String period) {
        return Counter.builder("volunteer.scheduler.budget.runs.completed")
                .description("runs that this replica settled, by period")
                .tags("period", period)
                .register(metrics);
    }

    void failed(long runId, String reason) {
        failed.increment();
        audit.record("budget_run.settle", "failed", about(runId), Map.of("reason", reason));
    }

    /** As the database says it, so that every replica says the same. */
    void states(List<BudgetRuns.State> now) {
        states.set(now);
    }

    private static double sum(
            List<BudgetRuns.State> states, BudgetPeriod period, ToDoubleFunction<BudgetRuns.State> figure) {
        return states.stream()
                .filter(state -> state.period().equals(period.json()))
                .mapToDouble(figure)
                .sum();
    }

    private static String about(long runId) {
        return "budget_run:" + runId;
    }

    private static Map<String, Object> details(BudgetRun run) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("period", run.period());
        details.put("window_start", run.windowStart());
        details.put("organization_id", run.organizationId());
        details.put("pool_amount", run.poolAmount());
        return details;
    }
}
