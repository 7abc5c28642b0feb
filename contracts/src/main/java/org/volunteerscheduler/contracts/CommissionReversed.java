// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * A refund was applied and these reversals stand in the ledger. Announced at least once; a listener keeps the first of
 * each refund id. Up to 100 travel in one message.
 *
 * @param refundId tells the refund from every other
 * @param transactionId of the sale
 * @param userId the buyer
 * @param amount that was refunded of the sale, tokens
 * @param reversals levels ascending; empty where every reversal rounds to 0.00
 */
public record CommissionReversed(
        String refundId,
        String transactionId,
        long userId,
        BigDecimal amount,
        String currency,
        Instant refundedAt,
        List<Reversal> reversals)
        implements Message {

    /**
     * What was taken back of one commission.
     *
     * @param level of the commission
     * @param rate of the commission
     * @param multiplier the factor that was applied to the commission, or null where none was
     * @param amount tokens, 2 decimals, below 0
     */
    public record Reversal(int level, long userId, BigDecimal rate, BigDecimal multiplier, BigDecimal amount) {}
}
