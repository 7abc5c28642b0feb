// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * A sale was settled and these commissions stand in the ledger. Announced at least once; a listener keeps the first of
 * each transaction id. Up to 100 travel in one message.
 *
 * @param transactionId tells the sale from every other
 * @param userId the buyer
 * @param amount of the sale, tokens
 */
public record CommissionEarned(
        String transactionId,
        long userId,
        BigDecimal amount,
        String currency,
        Instant soldAt,
        List<Commission> commissions)
        implements Message {

    /**
     * What one member of the buyer's referral chain earned.
     *
     * @param level 1 is nearest the buyer
     * @param multiplier the factor that was applied, or null where none was
     * @param amount tokens, 2 decimals
     */
    public record Commission(int level, long userId, BigDecimal rate, BigDecimal multiplier, BigDecimal amount) {}
}
