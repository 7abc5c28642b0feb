// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.refund;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.volunteerscheduler.commission.refund.RefundLedger.Recorded;
import org.volunteerscheduler.commission.rule.RefundOutcome.Await;
import org.volunteerscheduler.commission.rule.RefundOutcome.Refuse;
import org.volunteerscheduler.commission.rule.RefundableSale.Reversal;
import org.volunteerscheduler.platform.audit.AuditLog;

/** What became of each refund, for the audit log and the metrics: told after the commit. */
@Startup
@ApplicationScoped
class RefundTelemetry {

    private static final String WHAT = "refund.apply";

    private final AuditLog audit;
    private final Counter applied;
    private final Counter refused;
    private final Counter conflicts;
    private final Counter tokensReversed;
    private final AtomicLong waiting = new AtomicLong();

    RefundTelemetry(AuditLog audit, MeterRegistry metrics) {
        this.audit = audit;
        this.applied = decided(metrics, "applied");
        this.refused = decided(metrics, "refused");
        this.conflicts = Counter.builder("volunteer.scheduler.refund.conflicts")
                .description("deliveries that contradict a refund of the same refund_id")
                .register(metrics);
        this.tokensReversed = Counter.builder("volunteer.scheduler.tokens.reversed")
                .description(
                        "tokens of commissions that refunds took back; a float, for watching and not for accounting")
                .register(metrics);
        Gauge.builder("volunteer.scheduler.refunds.waiting", waiting, AtomicLong::get)
                .description("refunds that wait for their sale to be settled")
                .register(metrics);
    }

    private static Counter decided(MeterRegistry metrics, String outcome) {
        return Counter.builder("volunteer.scheduler.refunds.decided")
                .description("refunds decided, each once, by outcome (applied, refused)")
                .tags("outcome", outcome)
                .register(metrics);
    }

    void recorded(Recorded recorded) {
        recorded.applied().forEach(this::applied);
        recorded.appliedBefore().forEach(this::appliedBefore);
        recorded.refused().forEach(this::refused);
        recorded.awaiting().forEach(this::awaiting);
        conflicts.increment(recorded.newConflicts());
    }

    private void applied(AppliedRefund refund) {
        BigDecimal reversed =
                refund.reversals().stream().map(Reversal::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        applied.increment();
        tokensReversed.increment(reversed.negate().doubleValue());
        audit.record(
                WHAT,
                "applied",
                refund.refund().refundId(),
                Map.of(
                        "transaction_id", refund.refund().transactionId(),
                        "amount", refund.amount(),
                        "levels", refund.reversals().size(),
                        "reversed", reversed));
    }

    /** Delivered again after it was applied: nothing was taken back this time. */
    private void appliedBefore(AppliedRefund refund) {
        audit.record(WHAT, "applied before", refund.refund().refundId(), Map.of());
    }

    private void refused(Refuse refuse) {
        refused.increment();
        audit.record(
                WHAT,
                "refused",
                refuse.refund().refundId(),
                Map.of(
                        "transaction_id", refuse.refund().transactionId(),
                        "refusal", refuse.refusal().json()));
    }

    private void awaiting(Await await) {
        audit.record(
                WHAT,
                "awaiting sale",
                await.refund().refundId(),
                Map.of("transaction_id", await.refund().transactionId()));
    }

    /** @param count of the refunds that wait now */
    void waiting(long count) {
        waiting.set(count);
    }
}
