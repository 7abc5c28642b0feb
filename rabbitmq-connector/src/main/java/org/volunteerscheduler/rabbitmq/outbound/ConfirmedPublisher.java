// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.outbound;

import com.rabbitmq.client.Connection;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.volunteerscheduler.rabbitmq.connection.BrokerConnection;
import org.volunteerscheduler.rabbitmq.execution.SerialExecutor;
import org.volunteerscheduler.rabbitmq.tracing.Tracing;

/**
 * Publishes with confirms, pipelined: each caller waits for the confirms of its own messages only, and never for longer
 * than the confirm timeout.
 *
 * <p>Guarantee: a publication that completed was kept by the broker, on each queue that must have it. One that failed may
 * have been kept all the same. Where a queue is missing everything is declared again, so that the next try succeeds.
 *
 * <p>One thread writes to one channel, because channels are not made for sharing. Another one tells the callers, so that
 * neither that thread nor the one that reads from the broker waits for what they do next.
 */
public final class ConfirmedPublisher implements BrokerConnection.Client {

    /** With more than an eighth of the memory in flight the broker is not keeping up; better to say so than to pile up. */
    private static final long MAX_BYTES_IN_FLIGHT = Runtime.getRuntime().maxMemory() / 8;

    private final BrokerConnection connection;
    private final String exchange;
    private final Tracing tracing;
    private final Duration confirmTimeout;
    private final Clock clock;
    private final SerialExecutor writer = new SerialExecutor("rabbitmq-publisher");
    private final SerialExecutor confirms = new SerialExecutor("rabbitmq-confirms");
    private final AtomicLong bytesInFlight = new AtomicLong();
    private volatile ConfirmSession session;

    /** @param exchange that announcements go to */
    public ConfirmedPublisher(
            BrokerConnection connection, String exchange, Tracing tracing, Duration confirmTimeout, Clock clock) {
        this.connection = connection;
        this.exchange = exchange;
        this.tracing = tracing;
        this.confirmTimeout = confirmTimeout;
        this.clock = clock;
    }

    @Override
    public void connected(Connection opened) throws IOException {
        session = ConfirmSession.on(opened.createChannel(), connection.appId(), clock);
    }

    /** Completes when the broker has confirmed every message; else fails with {@link NotPublished}. */
    public Uni<Void> publish(Collection<OutboundMessage> messages) {
        if (messages.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .completionStage(() -> enqueue(traced(messages)))
                .onFailure(TimeoutException.class)
                .transform(late -> new NotPublished("the broker did not confirm in time"));
    }

    private Collection<OutboundMessage> traced(Collection<OutboundMessage> messages) {
        Map<String, String> trace = tracing.currentTrace();
        return trace.isEmpty()
                ? messages
                : messages.stream()
                        .map(message -> message.withMoreHeaders(trace))
                        .toList();
    }

    private CompletableFuture<Void> enqueue(Collection<OutboundMessage> messages) {
        if (session == null || connection.problem().isPresent()) {
            return CompletableFuture.failedFuture(new NotPublished("the broker is away, or takes no messages now"));
        }
        // Asked before this one is counted: whatever its size, it is sent when it is the only one.
        if (bytesInFlight.get() > MAX_BYTES_IN_FLIGHT) {
            return CompletableFuture.failedFuture(new NotPublished("the broker does not keep up"));
        }
        Publication publication = new Publication(messages, exchange, confirmTimeout);
        bytesInFlight.addAndGet(publication.bytes());
        CompletableFuture<Void> told = publication
                .done()
                .whenCompleteAsync(
                        (confirmed, failure) -> {
                            publication.release();
                            bytesInFlight.addAndGet(-publication.bytes());
                        },
                        confirms);
        writer.execute(() -> session.publish(publication));
        return told;
    }
}
