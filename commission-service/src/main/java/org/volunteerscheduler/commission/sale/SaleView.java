package org.volunteerscheduler.commission.sale;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.volunteerscheduler.commission.rule.CommissionSchedule.Commission;
import org.volunteerscheduler.commission.rule.Sale;
import org.volunteerscheduler.commission.rule.SaleFlag;
import org.volunteerscheduler.commission.rule.SaleOutcome;

/**
 * A sale as it is shown.
 *
 * @param userId the buyer
 * @param conflicts how many deliveries contradicted it
 * @param commissions levels ascending
 */
public record SaleView(
        String transactionId,
        long userId,
        BigDecimal amount,
        String currency,
        Instant soldAt,
        SaleStatus status,
        List<String> flags,
        int conflicts,
        List<Commission> commissions) {

    @JsonIgnore
    boolean isSettled() {
        return status == SaleStatus.SETTLED;
    }

    static SaleView of(Sale sale, SaleStatus status, List<String> flags, int conflicts, List<Commission> commissions) {
        return new SaleView(
                sale.transactionId(),
                sale.buyerId(),
                sale.amount(),
                sale.currency(),
                sale.soldAt(),
                status,
                flags,
                conflicts,
                commissions);
    }

    /** Of a sale that is not recorded as this; it may be recorded as one that waits. */
    static SaleView of(SaleOutcome outcome, int conflicts) {
        return switch (outcome) {
            case SaleOutcome.Settle settle ->
                of(
                        settle.sale(),
                        SaleStatus.SETTLED,
                        settle.flags().stream().map(SaleFlag::json).toList(),
                        conflicts,
                        settle.commissions());
            case SaleOutcome.Wait wait ->
                of(wait.sale(), SaleStatus.AWAITING_VOLUNTEER, List.of(), conflicts, List.of());
        };
    }
}
