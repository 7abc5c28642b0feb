// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.volunteerscheduler.contracts.RefundRecorded;

/**
 * The promise of a 202: the broker has confirmed it.
 *
 * @param refundId of a refund
 * @param transactionId of a sale, or of the sale that a refund is about
 * @param accepted how many facts
 */
@Schema(requiredProperties = {"status", "message"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Accepted(String status, String message, String refundId, String transactionId, Integer accepted) {

    /** For the documents. */
    static final String MEANING = "The broker has confirmed it on a durable queue";

    static Accepted sale(String transactionId) {
        return new Accepted("success", "Commission distribution queued", null, transactionId, null);
    }

    static Accepted refund(RefundRecorded refund) {
        return new Accepted("success", "Refund queued", refund.refundId(), refund.transactionId(), null);
    }

    static Accepted facts(int count) {
        return new Accepted("success", "Facts queued", null, null, count);
    }
}
