// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import java.util.List;

/**
 * What becomes of a batch of sales.
 *
 * @param outcomes of those that are new, or need not wait as they did before
 * @param settledBefore ids of the sales that were settled already: nothing changes, and it is announced again
 * @param conflicts deliveries that contradict what is recorded, or what came first
 */
public record SaleDecisions(List<SaleOutcome> outcomes, List<Long> settledBefore, List<Conflict> conflicts) {

    /** @param saleId of the sale that it contradicts */
    public record Conflict(long saleId, Sale delivered) {}
}
