// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import org.volunteerscheduler.commission.rule.CommissionSchedule.Commission;

/**
 * A settled sale, what it paid, and how much of it is refunded so far.
 *
 * <p>Units: tokens. Source: rules.md, Refunds 3 and 4.
 *
 * @param id of the sale's row
 * @param buyerId the volunteer it was sold to
 * @param amount as it was sold
 * @param commissions as they were paid when the sale was settled
 * @param refunded by the refunds that were applied, from 0 to {@code amount}
 */
public record RefundableSale(
        long id,
        long buyerId,
        BigDecimal amount,
        String currency,
        Instant soldAt,
        List<Commission> commissions,
        BigDecimal refunded) {

    private static final int AWARD_DECIMALS = 2;

    /**
     * What a refund takes back of one commission.
     *
     * @param multiplier as it was applied to the commission; null where none was
     * @param amount 2 decimals, below 0
     */
    public record Reversal(int level, long userId, BigDecimal rate, BigDecimal multiplier, BigDecimal amount) {}

    /** What can still be refunded. */
    public BigDecimal left() {
        return amount.subtract(refunded);
    }

    /** The same sale once this much more of it is refunded. */
    RefundableSale after(BigDecimal taken) {
        return new RefundableSale(id, buyerId, amount, currency, soldAt, commissions, refunded.add(taken));
    }

    /**
     * What a refund of this much reverses; a reversal of 0.00 is none.
     *
     * <p>What stays depends on all that is refunded and on nothing else, so neither the number of refunds nor their order
     * makes a difference, and a sale that is refunded whole leaves 0.00.
     */
    List<Reversal> reversals(BigDecimal taken) {
        RefundableSale after = after(taken);
        return commissions.stream()
                .map(paid -> new Reversal(
                        paid.level(),
                        paid.userId(),
                        paid.rate(),
                        paid.multiplier(),
                        after.stays(paid.amount()).subtract(stays(paid.amount()))))
                .filter(reversal -> reversal.amount().signum() < 0)
                .toList();
    }

    /** What is left of a commission: rounded half up to 2 decimals, exactly. */
    BigDecimal stays(BigDecimal commission) {
        return commission.multiply(left()).divide(amount, AWARD_DECIMALS, RoundingMode.HALF_UP);
    }
}
