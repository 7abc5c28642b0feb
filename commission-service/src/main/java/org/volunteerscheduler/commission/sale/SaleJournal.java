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
import org.volunteerscheduler.commission.rule.CommissionSchedule.Commission;
import org.volunteerscheduler.commission.rule.SaleFlag;
import org.volunteerscheduler.contracts.CommissionEarned;
import org.volunteerscheduler.platform.AuditLog;

/** What became of each sale, for the audit log and the metrics: told after the commit. */
@Startup
@ApplicationScoped
public class SaleJournal {

    private final AuditLog audit;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final Counter settled;
    private final Counter conflicts;
    private final Counter tokensPaid;
    private final Timer latency;
    private final AtomicLong waiting = new AtomicLong();

    public SaleJournal(AuditLog audit, MeterRegistry metrics, Clock clock) {
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

    void settled(Decision decision) {
        BigDecimal paid =
                decision.commissions().stream().map(Commission::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        settled.increment();
        tokensPaid.increment(paid.doubleValue());
        latency.record(Duration.between(decision.sale().receivedAt(), clock.instant()));
        for (SaleFlag flag : decision.flags()) {
            flagged(flag).increment();
        }
        audit.record(
                "sale.settle",
                "settled",
                decision.sale().transactionId(),
                Map.of(
                        "buyer",
                        decision.sale().userId(),
                        "levels",
                        decision.commissions().size(),
                        "paid",
                        paid));
    }

    /** Delivered again after it was settled: nothing was paid this time. */
    void settledBefore(CommissionEarned sale) {
        audit.record("sale.settle", "settled before", sale.transactionId(), Map.of());
    }

    void awaiting(Decision decision) {
        audit.record(
                "sale.settle",
                "awaiting volunteer",
                decision.sale().transactionId(),
                Map.of("awaited", decision.awaitedUserId().getAsLong()));
    }

    /** @param count of contradictions that were not known before */
    void conflicts(int count) {
        conflicts.increment(count);
    }

    /** @param count of the sales that wait now */
    void waiting(long count) {
        waiting.set(count);
    }
}
