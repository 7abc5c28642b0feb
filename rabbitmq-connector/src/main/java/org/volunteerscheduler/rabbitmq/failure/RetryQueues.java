// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.failure;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.volunteerscheduler.rabbitmq.connection.BrokerConnection;
import org.volunteerscheduler.rabbitmq.connection.QueueType;
import org.volunteerscheduler.rabbitmq.connection.Topology;
import org.volunteerscheduler.rabbitmq.execution.SerialExecutor;
import org.volunteerscheduler.rabbitmq.metrics.ConnectorMetrics;
import org.volunteerscheduler.rabbitmq.outbound.ConfirmedPublisher;
import org.volunteerscheduler.rabbitmq.outbound.NotPublished;
import org.volunteerscheduler.rabbitmq.outbound.OutboundMessage;

/**
 * Moves what waited long enough, from its retry queue to the next or back to its queue.
 *
 * <p>Guarantee: a message is in one queue at any time, or for a moment in two with the same message id. It is moved by
 * publishing it, awaiting the confirm and only then taking it away; the broker's own dead-lettering by time-to-live would
 * take it away first. Several replicas may do so at once.
 */
public final class RetryQueues implements BrokerConnection.Client {

    private static final Logger LOG = Logger.getLogger(RetryQueues.class);
    private static final int MAX_BATCH = 100;

    private final QueueType queueType;
    private final ConfirmedPublisher publisher;
    private final Duration check;
    private final ConnectorMetrics metrics;
    private final Clock clock;
    /** The queues that this service consumes, and how many dead letters each had at the last check. */
    private final Map<Topology.Queue, AtomicLong> consumed = new ConcurrentHashMap<>();

    private final SerialExecutor mover = new SerialExecutor("rabbitmq-retries");

    private volatile Map<String, Topology.Queue> retryQueues = Map.of();
    private volatile Channel channel;
    private volatile boolean stopped;

    /** @param check interval for checking what waits */
    public RetryQueues(
            QueueType queueType, ConfirmedPublisher publisher, Duration check, ConnectorMetrics metrics, Clock clock) {
        this.queueType = queueType;
        this.publisher = publisher;
        this.check = check;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Before the connection is opened. */
    public void start(BrokerConnection connection) {
        connection.register(this);
        moveLater();
    }

    private void moveLater() {
        CompletableFuture.delayedExecutor(check.toNanos(), TimeUnit.NANOSECONDS, mover)
                .execute(this::moveAllDue);
    }

    /** What is being moved is moved; nothing else is begun. */
    @Override
    public CompletionStage<Void> stop() {
        stopped = true;
        return CompletableFuture.runAsync(() -> {}, mover);
    }

    /** Before the connection is opened: this service consumes the queue, so it also cares for what failed there. */
    public void add(Topology.Queue queue) {
        AtomicLong deadLetters = consumed.computeIfAbsent(queue, added -> new AtomicLong());
        metrics.deadLetters(queue.name(), deadLetters::get);
        // So that they are there, with 0, before anything fails.
        metrics.retried(queue.name());
        metrics.deadLettered(queue.name());
    }

    /** The queues that this service consumes. */
    public List<Topology.Queue> consumedQueues() {
        return List.copyOf(consumed.keySet());
    }

    @Override
    public void connected(Connection connection) throws IOException {
        Map<String, Topology.Queue> found = new LinkedHashMap<>();
        Channel opened = connection.createChannel();
        for (Topology.Queue queue : consumed.keySet()) {
            int n = 1;
            for (; n <= Wait.QUEUES; n++) {
                opened.queueDeclare(queue.retryQueue(n), true, false, false, queueType.arguments());
                found.put(queue.retryQueue(n), queue);
            }
            // An earlier version had as many as there were delays, and something may wait there still.
            for (; exists(connection, queue.retryQueue(n)); n++) {
                found.put(queue.retryQueue(n), queue);
            }
        }
        retryQueues = found;
        channel = opened;
    }

    private static boolean exists(Connection connection, String queue) throws IOException {
        // A channel does not survive the answer no.
        Channel asking = connection.createChannel();
        try {
            asking.queueDeclarePassive(queue);
            asking.abort();
            return true;
        } catch (IOException no) {
            if (!connection.isOpen()) {
                throw no;
            }
            return false;
        }
    }

    private void moveAllDue() {
        if (stopped) {
            return;
        }
        try {
            moveDue();
        } catch (IOException | ShutdownSignalException | NotPublished e) {
            LOG.infof("messages to be tried again stay where they are for now: %s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("messages to be tried again could not be moved; the next check tries again", e);
        }
        moveLater();
    }

    private void moveDue() throws IOException {
        Channel open = channel;
        if (open == null) {
            return;
        }
        if (!open.isOpen()) {
            // A channel dies alone when a queue was deleted; a new connection declares it again.
            BrokerConnection.drop(open.getConnection());
            return;
        }
        for (var retryQueue : retryQueues.entrySet()) {
            while (moveDue(open, retryQueue.getValue(), retryQueue.getKey()) == MAX_BATCH) {
                // there may be more
            }
        }
        for (var queue : consumed.entrySet()) {
            queue.getValue().set(open.messageCount(queue.getKey().deadLetterQueue()));
        }
    }

    /**
     * The queue's head leaves first, because all in it wait equally long.
     *
     * @return how many were moved
     */
    private int moveDue(Channel open, Topology.Queue queue, String retryQueue) throws IOException {
        List<OutboundMessage> leaving = new ArrayList<>();
        long last = 0;
        while (leaving.size() < MAX_BATCH) {
            GetResponse head = open.basicGet(retryQueue, false);
            if (head == null) {
                break;
            }
            if (FailureHeaders.waitsUntil(head.getProps().getHeaders()).isAfter(clock.instant())) {
                open.basicNack(head.getEnvelope().getDeliveryTag(), false, true);
                break;
            }
            leaving.add(next(queue, head));
            last = head.getEnvelope().getDeliveryTag();
        }
        if (!leaving.isEmpty()) {
            move(open, leaving, last);
        }
        return leaving.size();
    }

    /** Back to its queue if it is due, else to where it waits next. */
    private OutboundMessage next(Topology.Queue queue, GetResponse waited) {
        OutboundMessage message =
                FailureHeaders.restored(OutboundMessage.again(waited.getProps(), waited.getBody(), queue.name()));
        Instant now = clock.instant();
        Instant due = FailureHeaders.dueAt(waited.getProps().getHeaders());
        return due.isAfter(now) ? Wait.next(now, due).applied(message, queue) : message;
    }

    private void move(Channel open, List<OutboundMessage> leaving, long last) throws IOException {
        try {
            publisher.publish(leaving).await().indefinitely();
            open.basicAck(last, true);
        } catch (NotPublished e) {
            if (open.isOpen()) {
                open.basicNack(last, true, true);
            }
            throw e;
        }
    }
}
