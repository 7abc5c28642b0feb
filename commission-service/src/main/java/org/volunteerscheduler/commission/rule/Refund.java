// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * A token sale taken back, whole or in part.
 *
 * @param refundId what a refund is identified by
 * @param transactionId of the sale
 * @param amount tokens, above 0, at most 8 decimals; empty: whatever is left of the sale
 * @param refundedAt by the sender's clock, microseconds
 * @param receivedAt by the clock of the door that accepted it, microseconds
 * @param reason the sender's words, or null
 */
public record Refund(
        String refundId,
        String transactionId,
        Optional<BigDecimal> amount,
        String currency,
        Instant refundedAt,
        Instant receivedAt,
        String reason) {

    /** Whether a delivery of the same id tells something else. When and why it was refunded is no contradiction. */
    public boolean contradicts(Refund delivered) {
        return !transactionId.equals(delivered.transactionId)
                || !currency.equals(delivered.currency)
                || !sameAmount(delivered);
    }

    /** Whatever its scale. */
    private boolean sameAmount(Refund delivered) {
        return amount.map(BigDecimal::stripTrailingZeros).equals(delivered.amount.map(BigDecimal::stripTrailingZeros));
    }
}
