// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.failure;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.LongFunction;
import org.volunteerscheduler.rabbitmq.connection.BrokerConnection;
import org.volunteerscheduler.rabbitmq.failure.DeadLetterWalk.Walked;
import org.volunteerscheduler.rabbitmq.outbound.ConfirmedPublisher;
import org.volunteerscheduler.rabbitmq.outbound.NotPublished;
import org.volunteerscheduler.rabbitmq.outbound.OutboundMessage;

/**
 * What lies in the dead-letter queues of this service's queues: to look at, to bring back to work, to throw away.
 *
 * <p>Guarantee: a dead letter that is brought back is published, confirmed and only then taken away, so that a crash
 * leaves it in one place, or in two with the same message id. Time and memory do not depend on how many there are, but
 * for bringing all back.
 *
 * <p>One at a time may look; whoever comes meanwhile, on this replica or another, waits and then fails with {@link Busy}.
 * All fail with {@link NotPublished} if the broker goes away; what was done by then is told to the caller as it happens.
 */
public final class DeadLetters {

    /** Of each queue; a list goes no further, for to see a letter is to take all before it. */
    public static final int LISTED = 1000;

    private static final int REDRIVEN_AT_ONCE = 500;
    private static final int REDRIVEN_PRIORITY = 5;

    private static final Comparator<DeadLetter> OLDEST_FIRST =
            Comparator.comparing(DeadLetter::lastFailure).thenComparing(DeadLetter::id);

    private final DeadLetterWalk walk;
    private final ConfirmedPublisher publisher;
    private final DeadLetterLimits limits;
    private final Turns turns = new Turns("dead-letters");

    /** @param retryQueues which know the queues that this application consumes */
    public DeadLetters(
            BrokerConnection connection,
            RetryQueues retryQueues,
            ConfirmedPublisher publisher,
            DeadLetterLimits limits) {
        this.walk = new DeadLetterWalk(connection, retryQueues);
        this.publisher = publisher;
        this.limits = limits;
    }

    /**
     * How long a request may take.
     *
     * @param waitTimeout for others who look at dead letters; then it fails with {@link Busy}
     * @param workTimeout to look for one, or to bring all back; then the answer says how far it came
     */
    public record DeadLetterLimits(Duration waitTimeout, Duration workTimeout) {}

    /** Where a dead letter stands in a list. */
    public record Position(Instant lastFailure, String id) {}

    /** @param total how many there are in all queues, whether they are listed or not */
    public record Listed(List<DeadLetter> letters, long total) {}

    /** It was looked for as long as a request may take, and not all were seen. */
    public static final class SearchEnded extends RuntimeException {

        SearchEnded(Walked walked) {
            super(
                    "looked at %d of %d dead letters in the time there is".formatted(walked.seen(), walked.letters()),
                    null,
                    false,
                    false);
        }
    }

    /** Newest first, at most {@code limit} behind {@code after}, of the first {@link #LISTED} of each queue; bodies cut. */
    public Uni<Listed> list(Position after, int limit) {
        return inTurn(deadline -> {
            NewestOnes newest = new NewestOnes(after, limit);
            Walked walked = walk.walk(LISTED, limits.workTimeout(), deadline, newest);
            return new Listed(newest.inOrder(), walked.letters());
        });
    }

    /** The first of this id. Fails with {@link SearchEnded} if it lies too deep. */
    public Uni<Optional<DeadLetter>> find(String id) {
        List<DeadLetter> found = new ArrayList<>(1);
        return search(id, (channel, letter, response) -> found.add(letter))
                .map(nothing -> found.stream().findFirst());
    }

    /**
     * The first of this id back to work, if there is one. Fails with {@link SearchEnded} if it lies too deep.
     *
     * @param done told how many are back, as soon as the broker has confirmed them
     */
    public Uni<Void> redrive(String id, IntConsumer done) {
        Redrive redrive = new Redrive(done);
        return search(id, (channel, letter, response) -> {
            redrive.visit(channel, letter, response);
            redrive.end(channel);
        });
    }

    /**
     * The first of this id thrown away, if there is one. Fails with {@link SearchEnded} if it lies too deep.
     *
     * @param done told how many are gone
     */
    public Uni<Void> discard(String id, IntConsumer done) {
        return search(id, (channel, letter, response) -> {
            channel.basicAck(response.getEnvelope().getDeliveryTag(), false);
            // Its answer comes after the acknowledgement has arrived.
            channel.messageCount(letter.queue());
            done.accept(1);
        });
    }

    /**
     * All that lie there when this begins, or as many as there is time for.
     *
     * @param done see {@link #redrive(String, IntConsumer)}
     * @return how many are left
     */
    public Uni<Long> redriveAll(IntConsumer done) {
        return inTurn(deadline -> walk.walk(Long.MAX_VALUE, limits.workTimeout(), deadline, new Redrive(done))
                .unseen());
    }

    private interface Found {
        void take(Channel channel, DeadLetter letter, GetResponse response) throws IOException;
    }

    private Uni<Void> search(String id, Found found) {
        return inTurn(deadline -> {
            AtomicBoolean ended = new AtomicBoolean();
            Walked walked = walk.walk(Long.MAX_VALUE, limits.workTimeout(), deadline, (channel, letter, response) -> {
                if (letter.id().equals(id)) {
                    ended.set(true);
                    found.take(channel, letter, response);
                }
                return !ended.get();
            });
            if (!ended.get() && walked.unseen() > 0) {
                throw new SearchEnded(walked);
            }
            return null;
        });
    }

    private <T> Uni<T> inTurn(LongFunction<T> work) {
        return Uni.createFrom().completionStage(() -> turns.take(limits.waitTimeout(), work));
    }

    /** Holds a page of them, however many and however large there are. */
    private static final class NewestOnes implements DeadLetterWalk.Visitor {
        private final Position after;
        private final int limit;
        private final PriorityQueue<DeadLetter> newest = new PriorityQueue<>(OLDEST_FIRST);

        NewestOnes(Position after, int limit) {
            this.after = after;
            this.limit = limit;
        }

        @Override
        public boolean visit(Channel channel, DeadLetter letter, GetResponse response) {
            if (after == null || isBefore(letter, after)) {
                newest.add(letter.listed());
                if (newest.size() > limit) {
                    newest.poll();
                }
            }
            return true;
        }

        private static boolean isBefore(DeadLetter letter, Position position) {
            return Comparator.comparing(Position::lastFailure)
                            .thenComparing(Position::id)
                            .compare(new Position(letter.lastFailure(), letter.id()), position)
                    < 0;
        }

        List<DeadLetter> inOrder() {
            List<DeadLetter> list = new ArrayList<>(newest);
            list.sort(OLDEST_FIRST.reversed());
            return list;
        }
    }

    /** Publishes in batches, and takes away what is confirmed. */
    private final class Redrive implements DeadLetterWalk.Visitor {
        private final List<OutboundMessage> leaving = new ArrayList<>();
        private final List<Long> tags = new ArrayList<>();
        private final IntConsumer done;

        Redrive(IntConsumer done) {
            this.done = done;
        }

        @Override
        public boolean visit(Channel channel, DeadLetter letter, GetResponse response) throws IOException {
            leaving.add(OutboundMessage.again(response.getProps(), response.getBody(), letter.queue())
                    .withHeaders(
                            FailureHeaders.withoutFailure(response.getProps().getHeaders()))
                    .withPriority(REDRIVEN_PRIORITY));
            tags.add(response.getEnvelope().getDeliveryTag());
            if (tags.size() == REDRIVEN_AT_ONCE) {
                end(channel);
            }
            return true;
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
