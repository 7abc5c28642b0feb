// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import java.util.List;

/**
 * What becomes of a batch of refunds.
 *
 * @param outcomes of those that are new, or wait no longer
 * @param appliedBefore ids of the refunds that were applied already: nothing changes, and they are announced again
 * @param conflicts deliveries that contradict what is recorded, or what came first
 */
public record RefundDecisions(List<RefundOutcome> outcomes, List<Long> appliedBefore, List<Conflict> conflicts) {

    /** @param id of the row of the refund that it contradicts */
    public record Conflict(long id, Refund delivered) {}
}
