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
import java.util.function.Predicate;
import org.volunteerscheduler.contracts.Queue;

/**
 * What lies in the dead-letter queues of this service's queues: to look at, to bring back to work, to throw away.
 *
 * <p>Guarantee: a dead letter that is brought back is published, confirmed and only then taken away, so that a crash
 * leaves it in one place, or in two with the same message id. To look at a queue is to take all of it and hand it back,
 * so one of two people who look at the same moment, on two replicas, may see less of it.
 *
 * <p>All methods block.
 */
@ApplicationScoped
public class DeadLetters {

    private static final int REDRIVEN_AT_ONCE = 100;
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

    /** @return how many went back to work; 0 if there is none of this id */
    public int redrive(String id) {
        return redrive(letter -> letter.id().equals(id));
    }

    /** @return how many went back to work: all that lay there when this began */
    public int redriveAll() {
        return redrive(letter -> true);
    }

    private synchronized int redrive(Predicate<DeadLetter> wanted) {
        Redrive redrive = new Redrive(wanted);
        walk(redrive);
        return redrive.count;
    }

    /** @return how many were thrown away; 0 if there is none of this id */
    public synchronized int discard(String id) {
        int[] discarded = new int[1];
        walk((channel, letter, response) -> {
            if (letter.id().equals(id)) {
                channel.basicAck(response.getEnvelope().getDeliveryTag(), false);
                discarded[0]++;
            }
        });
        return discarded[0];
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
            try (Channel channel = broker.openChannel()) {
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
        private int count;

        Redrive(Predicate<DeadLetter> wanted) {
            this.wanted = wanted;
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
            count += tags.size();
            leaving.clear();
            tags.clear();
        }
    }
}
