package org.volunteerscheduler.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The promise of a 202: the broker has confirmed it.
 *
 * @param transactionId of a sale
 * @param accepted how many facts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Accepted(String status, String message, String transactionId, Integer accepted) {

    static Accepted sale(String transactionId) {
        return new Accepted("success", "Commission distribution queued", transactionId, null);
    }

    static Accepted facts(int count) {
        return new Accepted("success", "Facts queued", null, count);
    }
}
