package org.volunteerscheduler.platform.messaging;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.volunteerscheduler.contracts.Queue;

/**
 * Where a message goes that could not be handled. One that failed by itself waits in one {@code <queue>.retry.<n>} or
 * several, see {@link Wait}, and then goes back to its queue; one that has failed too often, or can never succeed, lies
 * in {@code <queue>.dead}.
 *
 * <p>Guarantee: a message is in one of these queues at any time, or for a moment in two with the same message id. It is
 * moved by publishing it, awaiting the confirm and only then taking it away; the broker's own dead-lettering by
 * time-to-live would take it away first. Several replicas may do so at once.
 */
@ApplicationScoped
public class Retries implements Broker.Client {

    private static final Logger LOG = Logger.getLogger(Retries.class);
    private static final int MOST_AT_ONCE = 100;

    private final Broker broker;
    private final Publisher publisher;
    private final QueueType queueType;
    private final List<Duration> delays;
    private final Duration check;
    private final Clock clock;
    private final MeterRegistry metrics;
    /** How many dead letters each of our queues has, as it was when it was last looked at. */
    private final Map<Queue, AtomicLong> deadLetters = new ConcurrentHashMap<>();

    private volatile Map<String, Queue> retryQueues = Map.of();
    private volatile Channel channel;

    public Retries(
            Broker broker,
            Publisher publisher,
            QueueSettings queueSettings,
            RetrySettings settings,
            Clock clock,
            MeterRegistry metrics) {
        this.broker = broker;
        this.publisher = publisher;
        this.queueType = queueSettings.queueType();
        this.delays = List.copyOf(settings.delays());
        this.check = settings.check();
        this.clock = clock;
        this.metrics = metrics;
    }

    void start(@Observes @Priority(2) StartupEvent event) {
        broker.register(this);
        Thread.ofPlatform().name("retries").daemon().start(this::keepMoving);
    }

    /** From now on this queue's messages are tried again. */
    void watch(Queue queue) {
        AtomicLong dead = new AtomicLong();
        deadLetters.put(queue, dead);
        Gauge.builder("volunteer.scheduler.dead.letters", dead, AtomicLong::get)
                .description(
                        "messages in the dead-letter queue, by queue; less for a moment while somebody looks at them")
                .tags("queue", queue.queueName())
                .register(metrics);
        // So that they are there, with 0, before anything fails.
        retried(queue);
        deadLettered(queue);
    }

    private Counter retried(Queue queue) {
        return Counter.builder("volunteer.scheduler.retries")
                .description("messages that failed and are to be tried again, by queue")
                .tags("queue", queue.queueName())
                .register(metrics);
    }

    private Counter deadLettered(Queue queue) {
        return Counter.builder("volunteer.scheduler.dead.lettered")
                .description("messages given up, by queue")
                .tags("queue", queue.queueName())
                .register(metrics);
    }

    @Override
    public void connected(Connection connection) throws IOException {
        Map<String, Queue> found = new LinkedHashMap<>();
        Channel opened = connection.createChannel();
        for (Queue queue : deadLetters.keySet()) {
            int n = 1;
            for (; n <= Wait.QUEUES; n++) {
                opened.queueDeclare(queue.retryQueueName(n), true, false, false, queueType.arguments());
                found.put(queue.retryQueueName(n), queue);
            }
            // An earlier version had as many as there were delays, and something may wait there still.
            for (; exists(connection, queue.retryQueueName(n)); n++) {
                found.put(queue.retryQueueName(n), queue);
            }
        }
        retryQueues = found;
        channel = opened;
    }

    private static boolean exists(Connection connection, String queueName) throws IOException {
        // A channel does not survive the answer no.
        Channel asking = connection.createChannel();
        try {
            asking.queueDeclarePassive(queueName);
            asking.abort();
            return true;
        } catch (IOException no) {
            if (!connection.isOpen()) {
                throw no;
            }
            return false;
        }
    }

    /** A message that was tried and failed: it waits, or is given up. */
    Outgoing failed(Queue queue, Incoming message, Throwable cause) {
        Instant now = clock.instant();
        Failure failure = Failure.after(
                message.properties().getHeaders(),
                String.valueOf(cause.getMessage()),
                cause.getClass().getName(),
                now,
                queue.queueName());
        if (failure.attempts() > delays.size()) {
            return dead(queue, message, failure);
        }
        Duration delay = delays.get(failure.attempts() - 1);
        LOG.warnf(
                "%s: message %s failed %d times and is tried again in %s: %s",
                queue.queueName(), message.properties().getMessageId(), failure.attempts(), delay, cause.toString());
        retried(queue).increment();
        return waiting(
                queue,
                Outgoing.again(
                        message.properties(),
                        message.body(),
                        queue.queueName(),
                        failure.addedTo(message.properties().getHeaders())),
                now.plus(delay));
    }

    private Outgoing waiting(Queue queue, Outgoing message, Instant due) {
        Wait wait = Wait.next(clock.instant(), due);
        return Failure.waiting(message.to(queue.retryQueueName(wait.queue())), wait.until(), due);
    }

    /** A message that can never succeed. */
    Outgoing unreadable(Queue queue, Incoming message) {
        return dead(
                queue,
                message,
                Failure.after(
                        message.properties().getHeaders(),
                        message.unreadable(),
                        "unreadable",
                        clock.instant(),
                        queue.queueName()));
    }

    private Outgoing dead(Queue queue, Incoming message, Failure failure) {
        LOG.errorf(
                "%s: message %s goes to %s after %d attempts: %s",
                queue.queueName(),
                message.properties().getMessageId(),
                queue.deadLetterQueueName(),
                failure.attempts(),
                failure.reason());
        deadLettered(queue).increment();
        return Outgoing.again(
                message.properties(),
                message.body(),
                queue.deadLetterQueueName(),
                failure.addedTo(message.properties().getHeaders()));
    }

    private void keepMoving() {
        while (true) {
            try {
                Thread.sleep(check);
                moveDue();
            } catch (InterruptedException e) {
                return;
            } catch (IOException | ShutdownSignalException | NotPublished e) {
                LOG.infof("messages to try again stay where they are for now: %s", e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("messages to try again could not be moved; the next time, perhaps", e);
            }
        }
    }

    private void moveDue() throws IOException {
        Channel open = channel;
        if (open == null) {
            return;
        }
        if (!open.isOpen()) {
            // A channel dies alone when a queue was deleted under it: a new connection declares it again.
            Broker.giveUp(open.getConnection());
            return;
        }
        for (var retryQueue : retryQueues.entrySet()) {
            while (moveOn(open, retryQueue.getValue(), retryQueue.getKey()) == MOST_AT_ONCE) {
                // there may be more
            }
        }
        for (Queue queue : deadLetters.keySet()) {
            deadLetters.get(queue).set(open.messageCount(queue.deadLetterQueueName()));
        }
    }

    /**
     * The queue's head leaves first, because all in it wait equally long.
     *
     * @return how many
     */
    private int moveOn(Channel open, Queue queue, String retryQueue) throws IOException {
        List<Outgoing> leaving = new ArrayList<>();
        long last = 0;
        for (GetResponse head = open.basicGet(retryQueue, false);
                head != null;
                head = open.basicGet(retryQueue, false)) {
            Map<String, Object> headers = head.getProps().getHeaders();
            if (isLater(Failure.waitsUntil(headers))) {
                open.basicNack(head.getEnvelope().getDeliveryTag(), false, true);
                break;
            }
            last = head.getEnvelope().getDeliveryTag();
            Outgoing message =
                    Failure.restored(Outgoing.again(head.getProps(), head.getBody(), queue.queueName(), headers));
            Instant due = Failure.dueAt(headers);
            leaving.add(isLater(due) ? waiting(queue, message, due) : message);
            if (leaving.size() == MOST_AT_ONCE) {
                break;
            }
        }
        if (!leaving.isEmpty()) {
            move(open, leaving, last);
        }
        return leaving.size();
    }

    private void move(Channel open, List<Outgoing> leaving, long last) throws IOException {
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

    private boolean isLater(Instant instant) {
        return instant.isAfter(clock.instant());
    }
}
