// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import java.time.Instant;

/** What is recorded of a delivered sale when its batch is decided on. */
public sealed interface KnownSale {

    /** Of the sale's row; a new sale will get it. */
    long id();

    /** Nobody has heard of it. */
    record New(long id) implements KnownSale {}

    /**
     * Recorded, and waiting for a volunteer who is not known.
     *
     * @param sale as it was recorded, which later deliveries do not change
     * @param since when it began to wait for this volunteer
     */
    record Waiting(long id, Sale sale, long awaitedUserId, Instant since) implements KnownSale {}

    /** @param sale as it was recorded */
    record Settled(long id, Sale sale) implements KnownSale {}
}
