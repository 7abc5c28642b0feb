package org.volunteerscheduler.commission.sale;

import java.time.Instant;
import org.volunteerscheduler.contracts.SaleRecorded;

/**
 * A sale that may be settled now: a new one, or one that waits.
 *
 * @param saleId the row's, or the one that a new row will have
 * @param awaitedUserId whom it waits for; null for a new one
 * @param awaitedSince since when it waits for this one; null for a new one
 * @param recentByBuyer the buyer's other recorded sales in the rapid window; counted no further than the rule needs
 */
record Candidate(long saleId, SaleRecorded sale, Long awaitedUserId, Instant awaitedSince, int recentByBuyer) {

    boolean isNew() {
        return awaitedUserId == null;
    }

    /** Whether it has waited for this very volunteer since {@code instant} or longer. */
    boolean waitsFor(long userId, Instant instant) {
        return !isNew() && awaitedUserId == userId && !awaitedSince.isAfter(instant);
    }

    /** Whether the decision says something that its row does not say yet. */
    boolean changedBy(Decision decision) {
        return isNew() || decision.settled() || decision.awaitedUserId().getAsLong() != awaitedUserId;
    }
}
