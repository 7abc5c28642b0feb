package org.volunteerscheduler.commission.sale;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.volunteerscheduler.commission.rule.CommissionSchedule.Commission;
import org.volunteerscheduler.commission.rule.SaleFlag;
import org.volunteerscheduler.contracts.SaleRecorded;

/**
 * A sale as it is shown.
 *
 * @param userId the buyer
 * @param status {@code settled} or {@code awaiting_volunteer}
 * @param conflicts how many deliveries contradicted it
 * @param commissions levels ascending
 */
public record SaleView(
        String transactionId,
        long userId,
        BigDecimal amount,
        String currency,
        Instant soldAt,
        String status,
        List<String> flags,
        int conflicts,
        List<Commission> commissions) {

    static SaleView of(RecordedSale recorded, List<Commission> commissions) {
        return of(recorded.sale(), recorded.settled(), recorded.flags(), recorded.conflicts(), commissions);
    }

    static SaleView of(Decision decision) {
        return of(
                decision.sale(),
                decision.settled(),
                decision.flags().stream().map(SaleFlag::json).toList(),
                0,
                decision.commissions());
    }

    private static SaleView of(
            SaleRecorded sale, boolean settled, List<String> flags, int conflicts, List<Commission> commissions) {
        return new SaleView(
                sale.transactionId(),
                sale.userId(),
                sale.amount(),
                sale.currency(),
                sale.soldAt(),
                settled ? "settled" : "awaiting_volunteer",
                flags,
                conflicts,
                commissions);
    }
}
