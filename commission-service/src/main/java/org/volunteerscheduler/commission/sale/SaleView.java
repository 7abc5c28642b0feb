// SPDX-License-Identifier: Apache-2.0
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
 * @param refunded tokens that refunds have taken back of it so far
 * @param conflicts how many deliveries contradicted it
 * @param commissions as they were paid, levels ascending
 * @param reversals what refunds took back of them, in the order of the refunds, levels ascending
 */
public record SaleView(
        String transactionId,
        long userId,
        BigDecimal amount,
        String currency,
        Instant soldAt,
        SaleStatus status,
        BigDecimal refunded,
        List<String> flags,
        int conflicts,
        List<Commission> commissions,
        List<SaleReversal> reversals) {

    /**
     * What one refund took back of one commission.
     *
     * @param amount tokens, 2 decimals, below 0
     */
    public record SaleReversal(String refundId, int level, long userId, BigDecimal amount) {}

    @JsonIgnore
    boolean isSettled() {
        return status != SaleStatus.AWAITING_VOLUNTEER;
    }

    /** Of a sale that is not recorded as this; it may be recorded as one that waits. */
    static SaleView of(SaleOutcome outcome, int conflicts) {
        return switch (outcome) {
            case SaleOutcome.Settle settle ->
                unrefunded(
                        settle.sale(),
                        SaleStatus.SETTLED,
                        settle.flags().stream().map(SaleFlag::json).toList(),
                        conflicts,
                        settle.commissions());
            case SaleOutcome.Wait wait ->
                unrefunded(wait.sale(), SaleStatus.AWAITING_VOLUNTEER, List.of(), conflicts, List.of());
        };
    }

    private static SaleView unrefunded(
            Sale sale, SaleStatus status, List<String> flags, int conflicts, List<Commission> commissions) {
        return of(sale, status, BigDecimal.ZERO, flags, conflicts, commissions, List.of());
    }

    static SaleView of(
            Sale sale,
            SaleStatus status,
            BigDecimal refunded,
            List<String> flags,
            int conflicts,
            List<Commission> commissions,
            List<SaleReversal> reversals) {
        return new SaleView(
                sale.transactionId(),
                sale.buyerId(),
                sale.amount(),
                sale.currency(),
                sale.soldAt(),
                status,
                refunded,
                flags,
                conflicts,
                commissions,
                reversals);
    }
}
