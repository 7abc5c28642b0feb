// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.inbound;

import java.util.function.Predicate;
import org.volunteerscheduler.rabbitmq.outbound.NotPublished;

/** What happens to a batch whose handling failed. */
sealed interface NackDecision {

    /** The database or the broker is away: the same batch again after a pause. Costs no attempt. */
    record Repeat() implements NackDecision {}

    /** One of several messages is at fault, and nobody knows which: each alone, in the same order. */
    record Split() implements NackDecision {}

    /** A message that failed alone: to its retry queue, or after its last attempt to the dead letters. */
    record Fail() implements NackDecision {}

    /** @param isOutage which failures say nothing about the messages themselves */
    static NackDecision of(Throwable failure, int messages, Predicate<Throwable> isOutage) {
        if (failure instanceof NotPublished || isOutage.test(failure)) {
            return new Repeat();
        }
        return messages > 1 ? new Split() : new Fail();
    }
}
