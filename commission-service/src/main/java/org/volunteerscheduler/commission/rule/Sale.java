// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A token sale to a volunteer.
 *
 * @param transactionId what a sale is identified by
 * @param buyerId the volunteer it was sold to
 * @param amount tokens, above 0, at most 8 decimals
 * @param soldAt by the sender's clock, microseconds
 * @param receivedAt by the clock of the door that accepted it, microseconds
 */
public record Sale(
        String transactionId, long buyerId, BigDecimal amount, String currency, Instant soldAt, Instant receivedAt) {

    /** Whether a delivery of the same id tells something else. When it was sold is no contradiction. */
    public boolean contradicts(Sale delivered) {
        return buyerId != delivered.buyerId
                || amount.compareTo(delivered.amount) != 0
                || !currency.equals(delivered.currency);
    }
}
