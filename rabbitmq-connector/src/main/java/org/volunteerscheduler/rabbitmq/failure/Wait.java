// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.failure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.volunteerscheduler.rabbitmq.connection.Topology;
import org.volunteerscheduler.rabbitmq.outbound.OutboundMessage;

/**
 * Where a message that is due later waits next, and until when.
 *
 * <p>Everybody in one queue waits equally long, so whoever came first leaves first and nobody stands behind somebody who
 * is due later. That holds because the time is the queue's and not a setting: a longer delay is made of several waits,
 * and a setting that changes changes no queue. Only in the shortest queue may anybody leave sooner, so there a message
 * can be late by {@link #SHORTEST}.
 *
 * @param queue from 1, of {@link #QUEUES}
 * @param due when the message is to be tried again
 */
record Wait(int queue, Instant until, Instant due) {

    /** How long a message waits in each queue, ascending; the usual delays are one wait each. */
    private static final List<Duration> TIMES = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1));

    static final int QUEUES = TIMES.size();
    static final Duration SHORTEST = TIMES.getFirst();

    static Wait next(Instant now, Instant due) {
        Duration left = Duration.between(now, due);
        int queue = QUEUES;
        while (queue > 1 && TIMES.get(queue - 1).compareTo(left) > 0) {
            queue--;
        }
        Instant end = now.plus(TIMES.get(queue - 1));
        return new Wait(queue, end.isBefore(due) ? end : due, due);
    }

    /** The message on its way to where it waits. */
    OutboundMessage applied(OutboundMessage message, Topology.Queue of) {
        return FailureHeaders.waiting(message.to(of.retryQueue(queue)), until, due);
    }
}
