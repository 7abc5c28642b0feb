package org.volunteerscheduler.rabbitmq.outbound;

import com.rabbitmq.client.Connection;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.volunteerscheduler.rabbitmq.connection.BrokerConnection;
import org.volunteerscheduler.rabbitmq.tracing.Tracing;

/**
 * Publishes with confirms, pipelined: each caller waits for the confirms of its own messages only, and never for longer
 * than the confirm timeout.
 *
 * <p>Guarantee: a publication that completed was kept by the broker, on each queue that must have it. One that failed may
 * have been kept all the same. Where a queue is missing everything is declared again, so that the next try succeeds.
 *
 * <p>One thread writes to one channel, because channels are not made for sharing.
 */
public final class ConfirmedPublisher implements BrokerConnection.Client {

    /** With more than this in flight the broker is not keeping up; better to say so than to pile up. */
    private static final int MAX_IN_FLIGHT = 50_000;

    private static final int SWEEPS_PER_TIMEOUT = 50;

    private final BrokerConnection connection;
    private final String exchange;
    private final Tracing tracing;
    private final Clock clock;
    private final long timeoutNanos;
    private final BlockingQueue<Publication> waiting = new LinkedBlockingQueue<>();
    private final BlockingQueue<Publication> inFlight = new LinkedBlockingQueue<>();
    private volatile ConfirmSession session;

    /** @param exchange that announcements go to */
    public ConfirmedPublisher(
            BrokerConnection connection, String exchange, Tracing tracing, Duration confirmTimeout, Clock clock) {
        this.connection = connection;
        this.exchange = exchange;
        this.tracing = tracing;
        this.clock = clock;
        this.timeoutNanos = confirmTimeout.toNanos();
    }

    /** Before the connection is opened. */
    public void start() {
        connection.register(this);
        Thread.ofPlatform().name("rabbitmq-publisher").daemon().start(this::write);
        Thread.ofPlatform().name("rabbitmq-confirm-timeouts").daemon().start(this::expire);
    }

    /** Completes when the broker has confirmed every message; else fails with {@link NotPublished}. */
    public Uni<Void> publish(Collection<OutboundMessage> messages) {
        if (messages.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom().completionStage(() -> enqueue(traced(messages)));
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
        if (session == null) {
            return CompletableFuture.failedFuture(
                    new NotPublished(connection.problem().orElse("connecting to the broker")));
        }
        if (inFlight.size() > MAX_IN_FLIGHT) {
            return CompletableFuture.failedFuture(new NotPublished("the broker does not keep up"));
        }
        Publication publication = new Publication(messages, exchange, System.nanoTime() + timeoutNanos);
        inFlight.add(publication);
        waiting.add(publication);
        return publication.done();
    }

    @Override
    public void connected(Connection opened) throws IOException {
        session = ConfirmSession.on(opened.createChannel(), connection.appId(), clock);
    }

    private void write() {
        while (true) {
            try {
                Publication publication = waiting.take();
                if (!publication.isDone()) {
                    session.publish(publication);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** All publications have the same timeout, so they expire in the order in which they came. */
    private void expire() {
        long pauseMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNanos) / SWEEPS_PER_TIMEOUT);
        while (true) {
            Publication oldest = inFlight.peek();
            if (oldest != null && oldest.isDone()) {
                inFlight.poll();
            } else if (oldest != null && oldest.isExpired(System.nanoTime())) {
                oldest.fail("the broker did not confirm in time");
            } else {
                try {
                    TimeUnit.MILLISECONDS.sleep(pauseMillis);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }
}
