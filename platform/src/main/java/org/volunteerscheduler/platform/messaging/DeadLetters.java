package org.volunteerscheduler.platform.messaging;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.volunteerscheduler.contracts.Queue;

/**
 * What lies in the dead-letter queues of this service's queues: to look at, to bring back to work, to throw away.
 *
 * <p>Guarantee: a dead letter that is brought back is published, confirmed and only then taken away, so that a crash
 * leaves it in one place, or in two with the same message id. To look at a queue is to take all of it and hand it back,
 * so only one at a time may do so: whoever comes meanwhile, on this replica or another, waits.
 *
 * <p>All methods block, and throw {@link NotPublished} if the broker goes away; what was brought back by then is told
 * to the caller as it happens.
 */
@ApplicationScoped
public class DeadLetters {

    private static final int REDRIVEN_AT_ONCE = 500;
    private static final int REDRIVEN_PRIORITY = 5;

    private static final Comparator<DeadLetter> OLDEST_FIRST =
            Comparator.comparing(DeadLetter::lastFailure).thenComparing(DeadLetter::id);

    private final Broker broker;
    private final BatchConsumers consumers;
    private final Publisher publisher;
    private final Clock clock;

    public DeadLetters(Broker broker, BatchConsumers consumers, Publisher publisher, Clock clock) {
        this.broker = broker;
        this.consumers = consumers;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Where a dead letter stands in a list. */
    public record Position(Instant lastFailure, String id) {}

    /** Newest first, at most {@code most} behind {@code after}; bodies cut. */
    public synchronized List<DeadLetter> list(Position after, int most) {
        // Only so many are ever held, however many and however large there are.
        PriorityQueue<DeadLetter> newest = new PriorityQueue<>(OLDEST_FIRST);
        walk((channel, letter, response) -> {
            if (after == null || isBefore(letter, after)) {
                newest.add(letter.listed());
                if (newest.size() > most) {
                    newest.poll();
                }
            }
        });
        List<DeadLetter> list = new ArrayList<>(newest);
        list.sort(OLDEST_FIRST.reversed());
        return list;
    }

    public synchronized Optional<DeadLetter> find(String id) {
        List<DeadLetter> found = new ArrayList<>(1);
        walk((channel, letter, response) -> {
            if (letter.id().equals(id)) {
                found.add(letter);
            }
        });
        return found.stream().findFirst();
    }

    /**
     * One of this id back to work, if there is one.
     *
     * @param done told how many are back, as soon as the broker has confirmed them
     */
    public void redrive(String id, IntConsumer done) {
        redrive(letter -> letter.id().equals(id), done);
    }

    /** All that lie there when this begins; see {@link #redrive(String, IntConsumer)}. */
    public void redriveAll(IntConsumer done) {
        redrive(letter -> true, done);
    }

    private synchronized void redrive(Predicate<DeadLetter> wanted, IntConsumer done) {
        walk(new Redrive(wanted, done));
    }

    /**
     * One of this id thrown away, if there is one.
     *
     * @param done told how many are gone
     */
    public synchronized void discard(String id, IntConsumer done) {
        walk((channel, letter, response) -> {
            if (letter.id().equals(id)) {
                channel.basicAck(response.getEnvelope().getDeliveryTag(), false);
                // Its answer comes after the acknowledgement has arrived.
                channel.messageCount(letter.queue());
                done.accept(1);
            }
        });
    }

    private static boolean isBefore(DeadLetter letter, Position position) {
        return Comparator.comparing(Position::lastFailure)
                        .thenComparing(Position::id)
                        .compare(new Position(letter.lastFailure(), letter.id()), position)
                < 0;
    }

    private interface Visitor {
        void visit(Channel channel, DeadLetter letter, GetResponse response) throws IOException;

        /** After the last one of a queue. */
        default void end(Channel channel) throws IOException {}
    }

    /** Shows each letter once; what the visitor does not acknowledge is handed back when the channel closes. */
    private void walk(Visitor visitor) {
        for (Queue queue : consumers.queues()) {
            try (BrokerLock lock = BrokerLock.acquire(broker, queue.deadLetterQueueName());
                    Channel channel = broker.openChannel()) {
                // Not until it is empty: what is re-driven may fail again and come back while we are here.
                long count = channel.messageCount(queue.deadLetterQueueName());
                for (long i = 0; i < count; i++) {
                    GetResponse response = channel.basicGet(queue.deadLetterQueueName(), false);
                    if (response == null) {
                        break;
                    }
                    visitor.visit(
                            channel,
                            DeadLetter.of(queue, response.getProps(), response.getBody(), clock.instant()),
                            response);
                }
                visitor.end(channel);
            } catch (IOException | TimeoutException | ShutdownSignalException e) {
                throw new NotPublished("the broker does not answer: " + e.getMessage());
            }
        }
    }

    /** Publishes in batches, and takes away what is confirmed. */
    private final class Redrive implements Visitor {
        private final Predicate<DeadLetter> wanted;
        private final List<Outgoing> leaving = new ArrayList<>();
        private final List<Long> tags = new ArrayList<>();
        private final IntConsumer done;

        Redrive(Predicate<DeadLetter> wanted, IntConsumer done) {
            this.wanted = wanted;
            this.done = done;
        }

        @Override
        public void visit(Channel channel, DeadLetter letter, GetResponse response) throws IOException {
            if (wanted.test(letter)) {
                leaving.add(Outgoing.again(
                                response.getProps(),
                                response.getBody(),
                                letter.queue(),
                                Failure.withoutFailure(response.getProps().getHeaders()))
                        .withPriority(REDRIVEN_PRIORITY));
                tags.add(response.getEnvelope().getDeliveryTag());
                if (tags.size() == REDRIVEN_AT_ONCE) {
                    end(channel);
                }
            }
        }

        @Override
        public void end(Channel channel) throws IOException {
            publisher.publish(List.copyOf(leaving)).await().indefinitely();
            for (long tag : tags) {
                channel.basicAck(tag, false);
            }
            done.accept(tags.size());
            leaving.clear();
            tags.clear();
        }
    }
}
