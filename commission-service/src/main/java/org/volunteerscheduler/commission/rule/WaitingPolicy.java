// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * For whom a sale waits: for its buyer without limit, for a missing member of its chain only so long.
 *
 * <p>Source: rules.md, Commissions 5.
 *
 * @param chainWait how long a missing member is waited for, since the sale began to wait for this very one
 */
public record WaitingPolicy(Duration chainWait) {

    /** Whom the sale waits for; empty if it is to be settled now. */
    public OptionalLong awaits(KnownSale known, ReferralChain chain, Instant now) {
        OptionalLong missing = chain.missing();
        boolean waitedInVain = missing.isPresent()
                && chain.buyerIsKnown()
                && known instanceof KnownSale.Waiting waiting
                && waiting.awaitedUserId() == missing.getAsLong()
                && !waiting.since().isAfter(now.minus(chainWait));
        return waitedInVain ? OptionalLong.empty() : missing;
    }

    /** A sale that has waited for a member since this instant, or longer, waits no more. */
    public Instant waitedLongEnoughSince(Instant now) {
        return now.minus(chainWait);
    }
}
