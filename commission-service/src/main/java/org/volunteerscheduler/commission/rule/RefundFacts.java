// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import java.util.List;
import java.util.Map;

/**
 * What the rules need to know to decide on a batch of refunds. Nobody else refunds these sales meanwhile.
 *
 * @param refunds each of the batch once, in its order
 * @param sales by transaction id, those of the batch's refunds that are settled
 */
public record RefundFacts(List<Candidate> refunds, Map<String, RefundableSale> sales) {

    /**
     * One delivered refund and what is recorded of it.
     *
     * @param delivered the first delivery of its id in the batch
     * @param repetitions further deliveries of its id in the batch
     */
    public record Candidate(Refund delivered, List<Refund> repetitions, KnownRefund known) {

        /** What counts: a refund that is recorded counts as it was recorded. */
        public Refund refund() {
            return switch (known) {
                case KnownRefund.New fresh -> delivered;
                case KnownRefund.Awaiting awaiting -> awaiting.refund();
                case KnownRefund.Applied applied -> applied.refund();
                case KnownRefund.Refused refused -> refused.refund();
            };
        }
    }
}
