// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.failure;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.volunteerscheduler.rabbitmq.connection.Topology;
import org.volunteerscheduler.rabbitmq.metrics.ConnectorMetrics;
import org.volunteerscheduler.rabbitmq.outbound.ConfirmedPublisher;
import org.volunteerscheduler.rabbitmq.outbound.OutboundMessage;
import org.volunteerscheduler.rabbitmq.spi.MessageCodec.Undecodable;

/**
 * Where a message goes that could not be handled. One that failed by itself waits in its retry queues, see {@link Wait},
 * and goes back to its queue; one that has failed too often, or never can be decoded, lies among the dead letters.
 */
public final class FailedMessages {

    private static final Logger LOG = Logger.getLogger(FailedMessages.class);

    private final Topology topology;
    private final RetryPolicy policy;
    private final ConfirmedPublisher publisher;
    private final ConnectorMetrics metrics;
    private final Clock clock;

    /** @param topology that has every queue whose messages may fail */
    public FailedMessages(
            Topology topology,
            RetryPolicy policy,
            ConfirmedPublisher publisher,
            ConnectorMetrics metrics,
            Clock clock) {
        this.topology = topology;
        this.policy = policy;
        this.publisher = publisher;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * A message that was tried and failed waits for its next attempt, or is given up after its last.
     *
     * @param message as it goes back to this queue
     */
    public Uni<Void> failed(String queue, OutboundMessage message, Throwable cause) {
        Instant now = clock.instant();
        FailureHeaders failure = FailureHeaders.after(
                message.headers(),
                String.valueOf(cause.getMessage()),
                cause.getClass().getName(),
                now,
                queue);
        Optional<Duration> delay = policy.delayAfter(failure.attempts());
        if (delay.isEmpty()) {
            return giveUp(queue, message, failure);
        }
        LOG.warnf(
                "%s: message %s failed %d times and is tried again in %s: %s",
                queue, message.messageId(), failure.attempts(), delay.get(), cause.toString());
        metrics.retried(queue).increment();
        return publisher.publish(List.of(Wait.next(now, now.plus(delay.get()))
                .applied(message.withHeaders(failure.addedTo(message.headers())), topology.queue(queue))));
    }

    /** A message that never can succeed. */
    public Uni<Void> undecodable(String queue, OutboundMessage message, Undecodable reason) {
        return giveUp(
                queue,
                message,
                FailureHeaders.after(
                        message.headers(), reason.getMessage(), FailureHeaders.UNREADABLE, clock.instant(), queue));
    }

    private Uni<Void> giveUp(String queue, OutboundMessage message, FailureHeaders failure) {
        String deadLetterQueue = topology.queue(queue).deadLetterQueue();
        LOG.errorf(
                "%s: message %s goes to %s after %d attempts: %s",
                queue, message.messageId(), deadLetterQueue, failure.attempts(), failure.reason());
        metrics.deadLettered(queue).increment();
        return publisher.publish(List.of(message.to(deadLetterQueue).withHeaders(failure.addedTo(message.headers()))));
    }
}
