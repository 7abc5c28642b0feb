// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A refund of a token sale that was accepted at the door and is to be applied.
 *
 * @param refundId 1 to 255 characters; what a refund is identified by, compared exactly
 * @param transactionId of the sale
 * @param amount tokens, above 0, at most 8 decimals; null takes back what is left of the sale
 * @param refundedAt when it happened, by its sender's clock
 * @param receivedAt when it was accepted, by ours
 * @param reason the sender's words; null if there are none
 */
public record RefundRecorded(
        String refundId,
        String transactionId,
        BigDecimal amount,
        String currency,
        Instant refundedAt,
        Instant receivedAt,
        String reason)
        implements SaleMessage {

    private static final int MAX_REASON = 500;

    @Override
    public String key() {
        return refundId;
    }

    /** The message's own JSON; its ids are not looked at again, since what was accepted once is applied. */
    public static RefundRecorded read(JsonFields fields) {
        return new RefundRecorded(
                fields.text("refund_id", SaleRecorded.MAX_ID),
                fields.text("transaction_id", SaleRecorded.MAX_ID),
                fields.optionalTokens("amount", SaleRecorded.AMOUNT_DECIMALS),
                fields.text("currency", SaleRecorded.MAX_CURRENCY),
                fields.instant("refunded_at"),
                fields.instant("received_at"),
                fields.optionalText("reason", MAX_REASON));
    }

    /** A refund as Scicent posts it: only {@code refund_id} and {@code transaction_id} must be there. */
    public static RefundRecorded readRequest(JsonFields fields, Instant now) {
        Instant receivedAt = now.truncatedTo(ChronoUnit.MICROS);
        return new RefundRecorded(
                fields.id("refund_id", SaleRecorded.MAX_ID),
                fields.id("transaction_id", SaleRecorded.MAX_ID),
                fields.optionalTokens("amount", SaleRecorded.AMOUNT_DECIMALS),
                fields.id("currency", SaleRecorded.MAX_CURRENCY, SaleRecorded.CURRENCY),
                fields.instant("timestamp", receivedAt),
                receivedAt,
                fields.optionalText("reason", MAX_REASON));
    }
}
