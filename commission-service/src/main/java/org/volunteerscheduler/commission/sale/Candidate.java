package org.volunteerscheduler.commission.sale;

import java.time.Instant;
import org.volunteerscheduler.contracts.SaleRecorded;

/**
 * A sale that may be settled now: a new one, or one that waits.
 *
 * @param saleId the row's, or the one that a new row will have
 * @param waitingSince null for a new one
 * @param awaitedUserId whom it waits for; null for a new one
 * @param recentByBuyer the buyer's other recorded sales in the rapid window; counted no further than the rule needs
 */
record Candidate(long saleId, SaleRecorded sale, Instant waitingSince, Long awaitedUserId, int recentByBuyer) {

    boolean isNew() {
        return waitingSince == null;
    }

    /** Whether it has waited since {@code instant} or longer. */
    boolean waitsSince(Instant instant) {
        return waitingSince != null && !waitingSince.isAfter(instant);
    }

    /** Whether the decision says something that its row does not say yet. */
    boolean changedBy(Decision decision) {
        return isNew() || decision.settled() || decision.awaitedUserId().getAsLong() != awaitedUserId;
    }
}
