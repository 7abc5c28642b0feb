// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A token sale that was accepted at a door and is to be settled.
 *
 * @param transactionId 1 to 255 characters; what a sale is identified by, compared exactly
 * @param userId the buyer
 * @param amount tokens, above 0, at most 8 decimals
 * @param soldAt when the sale happened, by its sender's clock
 * @param receivedAt when it was accepted, by ours
 */
public record SaleRecorded(
        String transactionId, long userId, BigDecimal amount, String currency, Instant soldAt, Instant receivedAt)
        implements SaleMessage {

    public static final int MAX_ID = 255;
    static final int AMOUNT_DECIMALS = 8;
    static final int MAX_CURRENCY = 20;

    @Override
    public String key() {
        return transactionId;
    }

    /** Where the sender names none. */
    static final String CURRENCY = "SCICENT";

    /** The message's own JSON; its ids are not looked at again, since what was accepted once is settled. */
    public static SaleRecorded read(JsonFields fields) {
        return new SaleRecorded(
                fields.text("transaction_id", MAX_ID),
                fields.positiveLong("user_id"),
                fields.tokens("amount", AMOUNT_DECIMALS),
                fields.text("currency", MAX_CURRENCY),
                fields.instant("sold_at"),
                fields.instant("received_at"));
    }

    /** A sale as Scicent posts it: {@code currency} and {@code timestamp} may be absent. */
    public static SaleRecorded readRequest(JsonFields fields, Instant now) {
        // As the database keeps it, so that what is said of the row is what was said of the request.
        Instant receivedAt = now.truncatedTo(ChronoUnit.MICROS);
        return new SaleRecorded(
                fields.id("transaction_id", MAX_ID),
                fields.positiveLong("user_id"),
                fields.tokens("amount", AMOUNT_DECIMALS),
                fields.id("currency", MAX_CURRENCY, CURRENCY),
                fields.instant("timestamp", receivedAt),
                receivedAt);
    }
}
