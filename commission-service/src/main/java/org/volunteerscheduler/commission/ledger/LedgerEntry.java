// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.ledger;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.time.Instant;
import org.jetbrains.annotations.Nullable;

/**
 * One immutable entry with its sale, so that the amount can be recomputed from the line alone.
 *
 * @param buyerId who bought
 * @param saleAmount tokens
 * @param rate of the level
 * @param multiplier the factor that was applied; null where none was
 * @param amount tokens, 2 decimals; negative in a reversal
 * @param reversal whether it takes back what another one paid
 * @param refundId of the refund that a reversal is for; null in a commission
 */
public record LedgerEntry(
        @JsonIgnore long saleId,
        String transactionId,
        Instant soldAt,
        long buyerId,
        BigDecimal saleAmount,
        String currency,
        int level,
        BigDecimal rate,
        @Nullable BigDecimal multiplier,
        BigDecimal amount,
        boolean reversal,
        @Nullable String refundId,
        Instant recordedAt,
        @JsonIgnore BigDecimal refundedBefore) {

    /**
     * Where an entry stands in a statement.
     *
     * @param refundedBefore tokens that had been refunded of the sale before a reversal; -1 in a commission, which so
     *     stands before all reversals of its level
     */
    record Position(Instant soldAt, long saleId, int level, BigDecimal refundedBefore) {

        static final Position NONE = new Position(null, 0, 0, BigDecimal.ZERO);
    }

    Position position() {
        return new Position(soldAt, saleId, level, refundedBefore);
    }
}
