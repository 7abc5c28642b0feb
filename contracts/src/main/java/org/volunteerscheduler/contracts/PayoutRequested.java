package org.volunteerscheduler.contracts;

import java.math.BigDecimal;

/**
 * A payout was planned and its tokens have left the volunteer's account; now they are to be transferred.
 *
 * @param payoutId 1 to 64 characters, the transfer's idempotency key: the same for the same payout for ever
 * @param amount tokens, above 0, at most 2 decimals
 * @param memo what the volunteer reads beside the transfer, 1 to 200 characters
 */
public record PayoutRequested(String payoutId, long userId, BigDecimal amount, String currency, String memo)
        implements Message {

    static final int MAX_ID = 64;
    static final int AMOUNT_DECIMALS = 2;
    private static final int MAX_MEMO = 200;

    public static PayoutRequested read(JsonFields fields) {
        return new PayoutRequested(
                fields.id("payout_id", MAX_ID),
                fields.positiveLong("user_id"),
                fields.tokens("amount", AMOUNT_DECIMALS),
                fields.text("currency", SaleRecorded.MAX_CURRENCY),
                fields.text("memo", MAX_MEMO));
    }
}
