package org.volunteerscheduler.platform.messaging;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.volunteerscheduler.contracts.JsonFields;
import org.volunteerscheduler.contracts.Message;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.Queue;

/**
 * Takes messages from one queue in batches: commit, announce, acknowledge.
 *
 * <p>While one batch is being committed the next one gathers, so a batch is as large as the load makes it: one message
 * when it is quiet, {@code maxBatch} under load, and nobody waits for a timer. Batches are committed one after another
 * in the order of the queue; announcing one overlaps with committing the next.
 *
 * <p>Guarantees: a message is acknowledged only after its batch is committed and announced. A batch that fails is
 * handled message by message, so that a poisonous one fails alone; {@link Retries} has it then. While the database is
 * away ({@code isOutage}) the batch is tried again with growing pauses and costs no attempt.
 */
public final class BatchConsumer implements Broker.Client {

    private static final Logger LOG = Logger.getLogger(BatchConsumer.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** How many batches may be on this side of the broker; what is here can't be overtaken by a higher priority. */
    private static final int BATCHES_PREFETCHED = 3;

    private final Queue queue;
    private final int maxBatch;
    private final Map<MessageType, Function<JsonFields, ? extends Message>> readers;
    private final BatchHandler handler;
    private final Predicate<Throwable> isOutage;
    private final Publisher publisher;
    private final Retries retries;
    private final Tracing tracing;
    private final DistributionSummary batchMessages;
    private volatile Session session;

    public BatchConsumer(
            Queue queue,
            int maxBatch,
            Map<MessageType, Function<JsonFields, ? extends Message>> readers,
            BatchHandler handler,
            Predicate<Throwable> isOutage,
            Publisher publisher,
            Retries retries,
            Tracing tracing,
            MeterRegistry metrics) {
        this.queue = queue;
        this.maxBatch = maxBatch;
        this.readers = readers;
        this.handler = handler;
        this.isOutage = isOutage;
        this.publisher = publisher;
        this.retries = retries;
        this.tracing = tracing;
        this.batchMessages = DistributionSummary.builder("volunteer.scheduler.batch.messages")
                .description("messages handled together, by queue")
                .tags("queue", queue.queueName())
                .register(metrics);
    }

    @Override
    public void connected(Connection connection) throws IOException {
        Channel channel = connection.createChannel();
        channel.basicQos(maxBatch * BATCHES_PREFETCHED);
        session = new Session(channel);
        channel.basicConsume(queue.queueName(), false, session);
    }

    /** Finishes the batch that is being committed and hands the rest back. */
    @Override
    public void stop() {
        Session open = session;
        if (open != null) {
            open.drain(Duration.ofSeconds(10));
        }
    }

    /** One batch on its way through commit, announce, acknowledge. */
    private static final class Batch {
        final List<Incoming> messages;
        final List<Span> spans;
        boolean finished;
        boolean requeue;

        Batch(List<Incoming> messages, List<Span> spans) {
            this.messages = messages;
            this.spans = spans;
        }

        long lastTag() {
            return messages.getLast().deliveryTag();
        }
    }

    /** What was delivered on one channel. When the channel is lost the broker delivers again, so this is forgotten. */
    private final class Session extends DefaultConsumer {
        private final Deque<Incoming> arrived = new ArrayDeque<>();
        private final Deque<Batch> unacknowledged = new ArrayDeque<>();
        private boolean committing;
        private boolean closed;

        Session(Channel channel) {
            super(channel);
        }

        @Override
        public void handleDelivery(String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                throws IOException {
            if (Outgoing.isSurplus(properties)) {
                getChannel().basicAck(envelope.getDeliveryTag(), false);
                return;
            }
            Incoming incoming = Incoming.read(envelope.getDeliveryTag(), properties, body, readers);
            synchronized (this) {
                arrived.add(incoming);
            }
            commitNext();
        }

        /** A channel that died alone (a batch took longer than the broker waits, say) comes back with a connection. */
        @Override
        public void handleShutdownSignal(String consumerTag, ShutdownSignalException cause) {
            close();
            if (!cause.isHardError()) {
                LOG.errorf("%s: connecting again: %s", queue.queueName(), cause.getMessage());
                Broker.giveUp(getChannel().getConnection());
            }
        }

        /** The queue was deleted under us: everything is declared again with a new connection. */
        @Override
        public void handleCancel(String consumerTag) {
            LOG.errorf("%s: the broker cancelled the consumer; connecting again", queue.queueName());
            close();
            Broker.giveUp(getChannel().getConnection());
        }

        private synchronized void close() {
            closed = true;
            arrived.clear();
            notifyAll();
        }

        void drain(Duration longest) {
            synchronized (this) {
                arrived.clear();
                closed = true;
                long deadline = System.nanoTime() + longest.toNanos();
                while (!unacknowledged.isEmpty() && getChannel().isOpen() && System.nanoTime() < deadline) {
                    try {
                        TimeUnit.MILLISECONDS.timedWait(this, 50);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return;
                    }
                }
            }
        }

        private void commitNext() {
            Batch batch;
            synchronized (this) {
                if (committing || closed || arrived.isEmpty()) {
                    return;
                }
                committing = true;
                List<Incoming> taken = take();
                batch = new Batch(taken, tracing.handling(queue, taken));
                batchMessages.record(batch.messages.size());
                unacknowledged.add(batch);
            }
            commit(readable(batch.messages), FIRST_PAUSE)
                    .map(announcements -> withUnreadable(announcements, batch))
                    .subscribe()
                    .with(announcements -> announce(batch, announcements), failure -> {
                        handBack(batch, failure);
                        committed();
                    });
        }

        private List<Incoming> take() {
            List<Incoming> taken = new ArrayList<>(Math.min(maxBatch, arrived.size()));
            while (taken.size() < maxBatch && !arrived.isEmpty()) {
                taken.add(arrived.poll());
            }
            return taken;
        }

        private List<Incoming> readable(List<Incoming> messages) {
            return messages.stream()
                    .filter(incoming -> incoming.message() != null)
                    .toList();
        }

        private Uni<List<Outgoing>> commit(List<Incoming> messages, Duration pause) {
            if (messages.isEmpty()) {
                return Uni.createFrom().item(List.of());
            }
            return Uni.createFrom()
                    .deferred(() -> handler.handle(
                            messages.stream().map(Incoming::message).toList()))
                    .onFailure()
                    .recoverWithUni(failure -> {
                        if (isOutage.test(failure)) {
                            return commitAfter(pause, messages, failure);
                        }
                        return messages.size() > 1
                                ? commitOneByOne(messages)
                                : Uni.createFrom().item(List.of(retries.failed(queue, messages.getFirst(), failure)));
                    });
        }

        private Uni<List<Outgoing>> commitAfter(Duration pause, List<Incoming> messages, Throwable failure) {
            synchronized (this) {
                if (closed) {
                    return Uni.createFrom().failure(failure);
                }
            }
            LOG.warnf("%s: waiting %s for the database: %s", queue.queueName(), pause, failure.getMessage());
            Duration next = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            return Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .onExecutor(Infrastructure.getDefaultWorkerPool())
                    .by(pause)
                    .chain(() -> commit(messages, next));
        }

        private Uni<List<Outgoing>> commitOneByOne(List<Incoming> messages) {
            Uni<List<Outgoing>> all = Uni.createFrom().item(new ArrayList<>());
            for (Incoming message : messages) {
                all = all.chain(
                        announcements -> commit(List.of(message), FIRST_PAUSE).map(more -> {
                            announcements.addAll(more);
                            return announcements;
                        }));
            }
            return all;
        }

        private List<Outgoing> withUnreadable(List<Outgoing> announcements, Batch batch) {
            List<Outgoing> all = new ArrayList<>(announcements);
            for (Incoming message : batch.messages) {
                if (message.unreadable() != null) {
                    all.add(retries.unreadable(queue, message));
                }
            }
            return all;
        }

        private void announce(Batch batch, List<Outgoing> announcements) {
            publisher
                    .publish(announcements)
                    .subscribe()
                    .with(confirmed -> finish(batch, false), failure -> handBack(batch, failure));
            committed();
        }

        private void handBack(Batch batch, Throwable failure) {
            LOG.warnf("%s: %d messages go back: %s", queue.queueName(), batch.messages.size(), failure.getMessage());
            batch.spans.forEach(span -> span.setStatus(StatusCode.ERROR, "handed back"));
            finish(batch, true);
        }

        private void committed() {
            synchronized (this) {
                committing = false;
            }
            commitNext();
        }

        /** Acknowledges in order, so that one frame acknowledges a whole batch. */
        private synchronized void finish(Batch batch, boolean requeue) {
            batch.finished = true;
            batch.requeue = requeue;
            batch.spans.forEach(Span::end);
            try {
                while (!unacknowledged.isEmpty() && unacknowledged.peek().finished) {
                    Batch head = unacknowledged.poll();
                    if (head.requeue) {
                        getChannel().basicNack(head.lastTag(), true, true);
                    } else {
                        getChannel().basicAck(head.lastTag(), true);
                    }
                }
            } catch (IOException | AlreadyClosedException e) {
                // The channel is gone, so the broker delivers them again; the ledger knows them then.
                LOG.infof("%s: not acknowledged, they will come again: %s", queue.queueName(), e.getMessage());
            }
            notifyAll();
        }
    }
}
