package org.volunteerscheduler.contracts;

import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;

/**
 * The token API has said what became of a payout, for good. Announced at least once, always with the same message id for
 * the same payout; a listener keeps the first.
 *
 * @param reason why it was refused, at most {@value #MAX_REASON} characters; null if it was not
 * @param settledAt when we learned of it; a repetition may say a later instant
 */
public record PayoutSettled(
        String payoutId, long userId, BigDecimal amount, Outcome outcome, String reason, Instant settledAt)
        implements Message {

    public static final int MAX_REASON = 500;

    public enum Outcome {
        /** The volunteer has the tokens. */
        CONFIRMED,
        /** They will never have them from this payout, so the tokens go back to the account. */
        REFUSED;

        @JsonValue
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static PayoutSettled read(JsonFields fields) {
        return new PayoutSettled(
                fields.id("payout_id", PayoutRequested.MAX_ID),
                fields.positiveLong("user_id"),
                fields.tokens("amount", PayoutRequested.AMOUNT_DECIMALS),
                fields.oneOf("outcome", Outcome.class),
                fields.optionalText("reason", MAX_REASON),
                fields.instant("settled_at"));
    }
}
