package org.volunteerscheduler.rabbitmq.inbound;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.micrometer.core.instrument.DistributionSummary;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;
import org.volunteerscheduler.rabbitmq.connection.Backoff;
import org.volunteerscheduler.rabbitmq.connection.BrokerConnection;
import org.volunteerscheduler.rabbitmq.failure.FailedMessages;
import org.volunteerscheduler.rabbitmq.inbound.Delivery.Item;
import org.volunteerscheduler.rabbitmq.outbound.NotPublished;
import org.volunteerscheduler.rabbitmq.outbound.OutboundMessage;
import org.volunteerscheduler.rabbitmq.spi.MessageCodec;
import org.volunteerscheduler.rabbitmq.spi.MessageCodec.Undecodable;
import org.volunteerscheduler.rabbitmq.spi.OutageDetector;
import org.volunteerscheduler.rabbitmq.tracing.Tracing;

/**
 * One queue as a stream of batches.
 *
 * <p>Guarantee: a delivery is acknowledged only once each of its items was handled and what its handler announced is
 * confirmed, or once the item lies confirmed in a retry queue or among the dead letters. {@link NackDecision} says what
 * happens to a batch that fails.
 */
public final class InboundChannel implements BrokerConnection.Client {

    private static final Logger LOG = Logger.getLogger(InboundChannel.class);
    private static final Backoff OUTAGE = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);

    /** What is prefetched can't be overtaken by a higher priority. */
    private static final int BATCHES_PREFETCHED = 3;

    private final String queue;
    private final int maxBatch;
    private final MessageCodec codec;
    private final FailedMessages failedMessages;
    private final OutageDetector outages;
    private final Tracing tracing;
    private final DistributionSummary batchSizes;
    private final BatchSource source;
    private final Object drained = new Object();
    private int inFlight;
    private int outagesInARow;
    private volatile ConsumerSession session;
    private volatile boolean cancelled;

    public InboundChannel(
            String queue,
            int maxBatch,
            MessageCodec codec,
            FailedMessages failedMessages,
            OutageDetector outages,
            Tracing tracing,
            DistributionSummary batchSizes) {
        this.queue = queue;
        this.maxBatch = maxBatch;
        this.codec = codec;
        this.failedMessages = failedMessages;
        this.outages = outages;
        this.tracing = tracing;
        this.batchSizes = batchSizes;
        this.source = new BatchSource(maxBatch);
    }

    /** Each message's payload is a batch: what the codec decoded, in the order of the queue. */
    public Multi<Message<List<Object>>> batches() {
        return Multi.createBy()
                .repeating()
                .uni(source::next)
                .indefinitely()
                .map(this::message)
                .onCancellation()
                .invoke(() -> cancelled = true);
    }

    /** Whether nobody consumes the batches any more. Only a restart of the service brings the consumer back. */
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void connected(Connection connection) throws IOException {
        Channel channel = connection.createChannel();
        channel.basicQos(maxBatch * BATCHES_PREFETCHED);
        source.clear();
        session = new ConsumerSession(channel, queue, this::delivered);
        channel.basicConsume(queue, false, session);
    }

    /** Lets the batches in flight finish. The broker delivers the rest to somebody else. */
    @Override
    public void stop() {
        source.pause();
        source.clear();
        long deadline = System.nanoTime() + DRAIN_TIMEOUT.toNanos();
        synchronized (drained) {
            while (inFlight > 0 && System.nanoTime() < deadline) {
                try {
                    drained.wait(50);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private void delivered(ConsumerSession from, long tag, AMQP.BasicProperties properties, byte[] body) {
        if (OutboundMessage.isSurplus(properties)) {
            settle(new Delivery(from, tag, properties, body, List.of(body)).items());
            return;
        }
        try {
            source.add(new Delivery(from, tag, properties, body, codec.decode(queue, properties.getType(), body)));
        } catch (Undecodable e) {
            giveUp(new Delivery(from, tag, properties, body, List.of(body)), e);
        } catch (RuntimeException e) {
            // A defect of the codec. Thrown on, it would end the channel, and every new one, with the same message.
            giveUp(new Delivery(from, tag, properties, body, List.of(body)), new Undecodable("not decodable: " + e));
        }
    }

    private Message<List<Object>> message(List<Item> batch) {
        batchSizes.record(batch.size());
        synchronized (drained) {
            inFlight++;
        }
        List<Span> spans = spans(batch);
        return Message.of(
                batch.stream().map(Item::payload).toList(),
                Metadata.empty(),
                () -> acknowledged(batch, spans),
                failure -> refused(batch, spans, failure));
    }

    private List<Span> spans(List<Item> batch) {
        return batch.stream()
                .flatMap(item -> tracing
                        .handling(
                                queue,
                                item.delivery().properties(),
                                batch.size(),
                                codec.traceAttributes(item.payload()))
                        .stream())
                .toList();
    }

    private CompletionStage<Void> acknowledged(List<Item> batch, List<Span> spans) {
        outagesInARow = 0;
        settle(batch);
        return finished(spans);
    }

    /** Completes at once: until then nothing more is asked for. */
    private CompletionStage<Void> refused(List<Item> batch, List<Span> spans, Throwable failure) {
        spans.forEach(span -> span.setStatus(StatusCode.ERROR, failure.toString()));
        if (!session(batch).hasEnded()) {
            switch (NackDecision.of(failure, batch.size(), outages::isOutage)) {
                case NackDecision.Repeat repeat -> repeatAfterPause(batch, failure);
                case NackDecision.Split split ->
                    source.repeat(batch.stream().map(List::of).toList());
                case NackDecision.Fail fail -> fail(batch.getFirst(), failure);
            }
        }
        return finished(spans);
    }

    private void repeatAfterPause(List<Item> batch, Throwable failure) {
        Duration pause = OUTAGE.pause(++outagesInARow);
        LOG.warnf("%s: waiting %s, then trying again: %s", queue, pause, failure.getMessage());
        source.pause();
        source.repeat(List.of(batch));
        Uni.createFrom().voidItem().onItem().delayIt().by(pause).subscribe().with(over -> source.resume());
    }

    private void fail(Item item, Throwable failure) {
        untilConfirmed(item, failedMessages.failed(queue, item.delivery().properties(), body(item), failure));
    }

    private void giveUp(Delivery delivery, Undecodable reason) {
        Item whole = delivery.items().getFirst();
        untilConfirmed(whole, failedMessages.undecodable(queue, delivery.properties(), delivery.body(), reason));
    }

    /** As long as this session lasts; after it the broker delivers the message again. */
    private void untilConfirmed(Item item, Uni<Void> publication) {
        publication
                .onFailure(NotPublished.class)
                .retry()
                .withBackOff(OUTAGE.first(), OUTAGE.longest())
                .until(notPublished -> !session(List.of(item)).hasEnded())
                .subscribe()
                .with(
                        confirmed -> settle(List.of(item)),
                        failure -> LOG.warnf("%s: will be delivered again: %s", queue, failure.getMessage()));
    }

    /** As it came, if it came alone; else as it would have come alone. */
    private byte[] body(Item item) {
        return item.travelledAlone() ? item.delivery().body() : codec.encodeAlone(item.payload());
    }

    private static ConsumerSession session(List<Item> batch) {
        return batch.getFirst().delivery().session();
    }

    private static void settle(List<Item> items) {
        session(items).settle(items);
    }

    private CompletionStage<Void> finished(List<Span> spans) {
        spans.forEach(Span::end);
        synchronized (drained) {
            inFlight--;
            drained.notifyAll();
        }
        return CompletableFuture.completedFuture(null);
    }
}
