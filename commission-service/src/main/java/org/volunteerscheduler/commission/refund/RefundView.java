// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.refund;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jetbrains.annotations.Nullable;

/**
 * A refund as it is shown.
 *
 * @param transactionId of the sale
 * @param amount tokens that it took back of the sale, or asks for where it is not applied; null: whatever is left
 * @param reason the sender's words
 * @param refusal why it is refused; null where it is not
 * @param conflicts how many deliveries contradicted it
 * @param reversals what it took back of the sale's commissions, levels ascending
 */
public record RefundView(
        String refundId,
        String transactionId,
        @Nullable BigDecimal amount,
        String currency,
        Instant refundedAt,
        RefundStatus status,
        @Nullable String reason,
        @Nullable String refusal,
        int conflicts,
        List<RefundReversal> reversals) {

    /**
     * What it took back of one commission.
     *
     * @param amount tokens, 2 decimals, below 0
     */
    public record RefundReversal(int level, long userId, BigDecimal amount) {}
}
