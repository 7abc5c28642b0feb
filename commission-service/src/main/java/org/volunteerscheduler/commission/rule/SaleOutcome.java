// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import java.util.List;
import java.util.Set;

/** What becomes of a sale that was not settled before. */
public sealed interface SaleOutcome {

    /** Of the sale's row. */
    long saleId();

    Sale sale();

    /** @param commissions levels ascending; may be empty */
    record Settle(long saleId, Sale sale, List<CommissionSchedule.Commission> commissions, Set<SaleFlag> flags)
            implements SaleOutcome {}

    /** @param userId who must be known before it can be settled */
    record Wait(long saleId, Sale sale, long userId) implements SaleOutcome {}
}
