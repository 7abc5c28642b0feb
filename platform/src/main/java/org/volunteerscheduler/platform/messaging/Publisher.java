package org.volunteerscheduler.platform.messaging;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Publishes with confirms, pipelined: whoever publishes waits for the confirms of their own messages only, and never
 * for longer than {@code RABBITMQ_CONFIRM_TIMEOUT}.
 *
 * <p>Guarantee: a publication that completed was kept by the broker, on each queue that must have it. One that failed may
 * have been kept all the same. Where a queue is missing, everything is declared again, so that the next try succeeds.
 *
 * <p>One thread writes to one channel, because channels are not made for sharing.
 */
@ApplicationScoped
public class Publisher implements Broker.Client {

    private static final Logger LOG = Logger.getLogger(Publisher.class);

    /** More than this on the way means that the broker is not keeping up; then we say so instead of piling up. */
    private static final int MOST_UNDER_WAY = 50_000;

    private static final int SWEEPS_PER_TIMEOUT = 50;

    private final Broker broker;
    private final Tracing tracing;
    private final long timeoutNanos;
    private final BlockingQueue<Publication> waiting = new LinkedBlockingQueue<>();
    private final BlockingQueue<Publication> underWay = new LinkedBlockingQueue<>();
    private volatile Session session;

    public Publisher(Broker broker, Tracing tracing, BrokerSettings settings) {
        this.broker = broker;
        this.tracing = tracing;
        this.timeoutNanos = settings.confirmTimeout().toNanos();
    }

    void register(@Observes @Priority(1) StartupEvent event) {
        broker.register(this);
        Thread.ofPlatform().name("rabbitmq-publisher").daemon().start(this::write);
        Thread.ofPlatform().name("rabbitmq-confirm-timeouts").daemon().start(this::expire);
    }

    /** Completes when the broker has confirmed every message; fails with {@link NotPublished} else. */
    public Uni<Void> publish(Collection<Outgoing> messages) {
        if (messages.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom().completionStage(() -> enqueue(tracing.carried(messages)));
    }

    private CompletableFuture<Void> enqueue(Collection<Outgoing> messages) {
        if (session == null) {
            return CompletableFuture.failedFuture(
                    new NotPublished(broker.problem().orElse("the broker is being connected to")));
        }
        if (underWay.size() > MOST_UNDER_WAY) {
            return CompletableFuture.failedFuture(new NotPublished("the broker does not keep up"));
        }
        Publication publication = new Publication(messages, System.nanoTime() + timeoutNanos);
        underWay.add(publication);
        waiting.add(publication);
        return publication.done;
    }

    @Override
    public void connected(Connection connection) throws IOException {
        Channel channel = connection.createChannel();
        Session opened = new Session(channel);
        channel.confirmSelect();
        channel.addConfirmListener(opened::acknowledged, opened::refused);
        channel.addReturnListener(returned ->
                opened.returned.add(Long.valueOf(returned.getProperties().getCorrelationId())));
        // A channel dies alone when the exchange does not exist: a new connection declares it again.
        channel.addShutdownListener(cause -> {
            opened.failAll("the connection to the broker was lost");
            if (!cause.isHardError()) {
                Broker.giveUp(connection);
            }
        });
        session = opened;
    }

    private void write() {
        while (true) {
            try {
                Publication publication = waiting.take();
                if (!publication.done.isDone()) {
                    session.publish(publication);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Publications all have the same time-out, so they expire in the order in which they came. */
    private void expire() {
        long pauseMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNanos) / SWEEPS_PER_TIMEOUT);
        while (true) {
            Publication oldest = underWay.peek();
            if (oldest != null && oldest.done.isDone()) {
                underWay.poll();
            } else if (oldest != null && oldest.deadlineNanos - System.nanoTime() < 0) {
                oldest.fail("the broker did not confirm in time");
            } else {
                try {
                    Thread.sleep(pauseMillis);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    private static final class Publication {
        final Collection<Outgoing> messages;
        final long deadlineNanos;
        final AtomicInteger unconfirmed;
        final CompletableFuture<Void> done = new CompletableFuture<>();

        Publication(Collection<Outgoing> messages, long deadlineNanos) {
            this.messages = messages;
            this.deadlineNanos = deadlineNanos;
            this.unconfirmed = new AtomicInteger(messages.stream()
                    .mapToInt(message -> message.copies().size())
                    .sum());
        }

        void confirmed() {
            if (unconfirmed.decrementAndGet() == 0) {
                done.complete(null);
            }
        }

        void fail(String why) {
            done.completeExceptionally(new NotPublished(why));
        }
    }

    private record Pending(Publication publication, Outgoing.Copy copy) {}

    /** What is on the way on one channel; it dies with the channel. */
    private final class Session {
        private final Channel channel;
        private final ConcurrentNavigableMap<Long, Pending> pending = new ConcurrentSkipListMap<>();
        /** By number: the broker returns what it can't route just before it confirms it. */
        private final Set<Long> returned = ConcurrentHashMap.newKeySet();

        Session(Channel channel) {
            this.channel = channel;
        }

        void publish(Publication publication) {
            try {
                for (Outgoing message : publication.messages) {
                    for (Outgoing.Copy copy : message.copies()) {
                        publish(publication, message, copy);
                    }
                }
            } catch (IOException | RuntimeException e) {
                publication.fail("the connection to the broker was lost");
            }
            if (!channel.isOpen()) {
                failAll("the connection to the broker was lost");
            }
        }

        private void publish(Publication publication, Outgoing message, Outgoing.Copy copy) throws IOException {
            long number = channel.getNextPublishSeqNo();
            pending.put(number, new Pending(publication, copy));
            channel.basicPublish(
                    copy.exchange(),
                    copy.routingKey(),
                    copy.mandatory(),
                    message.properties(broker.applicationName(), copy, number),
                    message.body());
        }

        void acknowledged(long number, boolean multiple) {
            Set<String> missing = new HashSet<>();
            settle(number, multiple, (each, entry) -> {
                if (!returned.isEmpty() && returned.remove(each)) {
                    missing.add(entry.copy.routingKey());
                    entry.publication.fail("a queue that must have it was missing and is declared again");
                } else {
                    entry.publication.confirmed();
                }
            });
            if (!missing.isEmpty()) {
                LOG.errorf("connecting again, to declare what is missing: %s", missing);
                Broker.giveUp(channel.getConnection());
            }
        }

        void refused(long number, boolean multiple) {
            settle(number, multiple, (each, entry) -> entry.publication.fail("the broker refused the message"));
        }

        private void settle(long number, boolean multiple, BiConsumer<Long, Pending> outcome) {
            if (multiple) {
                var settled = pending.headMap(number, true);
                settled.forEach(outcome);
                settled.clear();
            } else {
                Pending entry = pending.remove(number);
                if (entry != null) {
                    outcome.accept(number, entry);
                }
            }
        }

        void failAll(String why) {
            pending.values().forEach(entry -> entry.publication.fail(why));
            pending.clear();
        }
    }
}
