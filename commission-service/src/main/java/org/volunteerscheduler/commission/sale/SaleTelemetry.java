// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.sale;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.volunteerscheduler.commission.ledger.CommissionLedger.Recorded;
import org.volunteerscheduler.commission.ledger.SettledSale;
import org.volunteerscheduler.commission.rule.CommissionSchedule.Commission;
import org.volunteerscheduler.commission.rule.SaleFlag;
import org.volunteerscheduler.commission.rule.SaleOutcome.Settle;
import org.volunteerscheduler.commission.rule.SaleOutcome.Wait;
import org.volunteerscheduler.platform.audit.AuditLog;

/** What became of each sale, for the audit log and the metrics: told after the commit. */
@Startup
@ApplicationScoped
public class SaleTelemetry {

    private final AuditLog audit;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final Counter settled;
    private final Counter conflicts;
    private final Counter tokensPaid;
    private final Timer latency;
    private final AtomicLong waiting = new AtomicLong();

    public SaleTelemetry(AuditLog audit, MeterRegistry metrics, Clock clock) {
        this.audit = audit;
        this.metrics = metrics;
        this.clock = clock;
        this.settled = Counter.builder("volunteer.scheduler.sales.settled")
                .description("sales settled, each once")
                .register(metrics);
        this.conflicts = Counter.builder("volunteer.scheduler.sale.conflicts")
                .description("deliveries that contradict a sale of the same transaction_id")
                .register(metrics);
        this.tokensPaid = Counter.builder("volunteer.scheduler.tokens.paid")
                .description("tokens paid, by kind (commission, bonus); a float, for watching and not for accounting")
                .tags("kind", "commission")
                .register(metrics);
        Gauge.builder("volunteer.scheduler.sales.waiting", waiting, AtomicLong::get)
                .description("sales that wait for a volunteer to be known")
                .register(metrics);
        this.latency = Timer.builder("volunteer.scheduler.settle.latency")
                .description("from the receipt of a sale to its commit")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(1))
                .register(metrics);
        // So that all are there, with 0, before anything is flagged.
        for (SaleFlag flag : SaleFlag.values()) {
            flagged(flag);
        }
    }

    private Counter flagged(SaleFlag flag) {
        return Counter.builder("volunteer.scheduler.sale.flags")
                .description("flags for fraud monitoring, by flag")
                .tags("flag", flag.json())
                .register(metrics);
    }

    void recorded(Recorded recorded) {
        recorded.settled().forEach(this::settled);
        recorded.settledBefore().forEach(this::settledBefore);
        recorded.waiting().forEach(this::waiting);
        conflicts.increment(recorded.newConflicts());
    }

    private void settled(Settle settle) {
        BigDecimal paid =
                settle.commissions().stream().map(Commission::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        settled.increment();
        tokensPaid.increment(paid.doubleValue());
        latency.record(Duration.between(settle.sale().receivedAt(), clock.instant()));
        settle.flags().forEach(flag -> flagged(flag).increment());
        audit.record(
                "sale.settle",
                "settled",
                settle.sale().transactionId(),
                Map.of(
                        "buyer", settle.sale().buyerId(),
                        "levels", settle.commissions().size(),
                        "paid", paid));
    }

    /** Delivered again after it was settled: nothing was paid this time. */
    private void settledBefore(SettledSale settled) {
        audit.record("sale.settle", "settled before", settled.sale().transactionId(), Map.of());
    }

    private void waiting(Wait wait) {
        audit.record(
                "sale.settle", "awaiting volunteer", wait.sale().transactionId(), Map.of("awaited", wait.userId()));
    }

    /** @param count of the sales that wait now */
    void waiting(long count) {
        waiting.set(count);
    }
}
