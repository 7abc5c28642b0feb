// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.volunteerscheduler.commission.rule.RefundableSale.Reversal;

/** What becomes of a refund that was not decided before. */
public sealed interface RefundOutcome {

    /** Of the refund's row. */
    long id();

    Refund refund();

    /**
     * @param sale as it was before this refund
     * @param amount tokens that it takes back of the sale
     * @param reversals levels ascending; may be empty
     */
    record Apply(long id, Refund refund, RefundableSale sale, BigDecimal amount, List<Reversal> reversals)
            implements RefundOutcome {}

    /** Until its sale is settled. */
    record Await(long id, Refund refund) implements RefundOutcome {}

    record Refuse(long id, Refund refund, Refusal refusal) implements RefundOutcome {}

    /** Why nothing is taken back. */
    enum Refusal {
        OTHER_CURRENCY,
        NOTHING_LEFT,
        MORE_THAN_IS_LEFT;

        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
