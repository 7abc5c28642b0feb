// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.inbound;

import io.micrometer.core.instrument.DistributionSummary;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;
import org.volunteerscheduler.rabbitmq.connection.Backoff;
import org.volunteerscheduler.rabbitmq.execution.SerialExecutor;
import org.volunteerscheduler.rabbitmq.failure.FailedMessages;
import org.volunteerscheduler.rabbitmq.inbound.Delivery.Item;
import org.volunteerscheduler.rabbitmq.outbound.NotPublished;
import org.volunteerscheduler.rabbitmq.outbound.OutboundMessage;
import org.volunteerscheduler.rabbitmq.spi.MessageCodec;
import org.volunteerscheduler.rabbitmq.spi.MessageCodec.Undecodable;
import org.volunteerscheduler.rabbitmq.spi.OutageDetector;
import org.volunteerscheduler.rabbitmq.tracing.Tracing;

/**
 * What becomes of the batches of one queue: each is settled when its method's work is done and announced, or goes the way
 * that its {@link NackDecision} says. All of it happens on the channel's thread.
 */
final class BatchSettlement {

    private static final Logger LOG = Logger.getLogger(BatchSettlement.class);
    private static final Backoff OUTAGE = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private static final CompletionStage<Void> AT_ONCE = CompletableFuture.completedStage(null);
    private static final NotPublished DELIVERED_AGAIN = new NotPublished("the broker delivers it again");

    private final String queue;
    private final BatchSource source;
    private final SerialExecutor thread;
    private final MessageCodec codec;
    private final FailedMessages failedMessages;
    private final OutageDetector outages;
    private final Tracing tracing;
    private final DistributionSummary batchSizes;
    /** Batches that were handed out, and items that are being moved. */
    private final Set<Object> inFlight = Collections.newSetFromMap(new IdentityHashMap<>());

    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private boolean stopped;
    private int outagesInARow;

    BatchSettlement(
            String queue,
            BatchSource source,
            SerialExecutor thread,
            MessageCodec codec,
            FailedMessages failedMessages,
            OutageDetector outages,
            Tracing tracing,
            DistributionSummary batchSizes) {
        this.queue = queue;
        this.source = source;
        this.thread = thread;
        this.codec = codec;
        this.failedMessages = failedMessages;
        this.outages = outages;
        this.tracing = tracing;
        this.batchSizes = batchSizes;
    }

    /** A batch as the framework knows it, with its two ways to end. */
    Message<List<Object>> message(List<Item> batch) {
        batchSizes.record(batch.size());
        inFlight.add(batch);
        List<Span> spans = spans(batch);
        return Message.of(
                batch.stream().map(Item::payload).toList(),
                Metadata.empty(),
                () -> finish(batch, spans, () -> acknowledged(batch)),
                failure -> finish(batch, spans, () -> {
                    spans.forEach(span -> span.setStatus(StatusCode.ERROR, failure.toString()));
                    refused(batch, failure);
                }));
    }

    /** A delivery that no method is shown. */
    void undecodable(Delivery delivery, Undecodable reason) {
        move(delivery.items().getFirst(), failedMessages.undecodable(queue, delivery.asItCame(queue), reason));
    }

    /** Hands out nothing more. Completes when nothing is in flight. */
    CompletionStage<Void> stop() {
        thread.execute(() -> {
            source.pause();
            stopped = true;
            completeIfDrained();
        });
        return drained;
    }

    /** Completes at once: until then the framework asks for nothing more. */
    private CompletionStage<Void> finish(List<Item> batch, List<Span> spans, Runnable outcome) {
        thread.execute(() -> {
            try {
                outcome.run();
            } catch (RuntimeException e) {
                // A defect, of the codec or the outage detector perhaps. Unsettled, the batch would hold up all behind
                // it.
                LOG.errorf(e, "%s: a batch could not be settled", queue);
                session(batch).reconnect("so that it is delivered again");
            } finally {
                spans.forEach(Span::end);
                finished(batch);
            }
        });
        return AT_ONCE;
    }

    private void acknowledged(List<Item> batch) {
        outagesInARow = 0;
        session(batch).settle(batch);
    }

    private void refused(List<Item> batch, Throwable failure) {
        if (session(batch).hasEnded()) {
            // The broker delivers it again.
            return;
        }
        switch (NackDecision.of(failure, batch.size(), outages::isOutage)) {
            case NackDecision.Repeat repeat -> repeatAfterPause(batch, failure);
            case NackDecision.Split split -> {
                LOG.warnf("%s: each of %d messages is tried alone: %s", queue, batch.size(), failure);
                source.repeat(batch.stream().map(List::of).toList());
            }
            case NackDecision.Fail fail -> failed(batch.getFirst(), failure);
        }
    }

    private void repeatAfterPause(List<Item> batch, Throwable failure) {
        Duration pause = OUTAGE.pause(++outagesInARow);
        LOG.warnf("%s: waiting %s, then trying again: %s", queue, pause, failure.getMessage());
        source.pause();
        source.repeat(List.of(batch));
        Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(pause)
                .subscribe()
                .with(over -> thread.execute(source::resume));
    }

    private void failed(Item item, Throwable failure) {
        move(item, failedMessages.failed(queue, alone(item), failure));
    }

    /** What failed in company is alone from now on, with its own reason and attempts. */
    private OutboundMessage alone(Item item) {
        return item.travelledAlone() ? item.delivery().asItCame(queue) : codec.encodeAlone(item.payload(), queue);
    }

    /** Tries until it is done, or until this session ends; then the broker delivers the message again. */
    private void move(Item item, Uni<Void> publication) {
        ConsumerSession session = item.delivery().session();
        inFlight.add(item);
        Uni.createFrom()
                .deferred(() -> session.hasEnded() ? Uni.createFrom().failure(DELIVERED_AGAIN) : publication)
                .onFailure(NotPublished.class)
                .retry()
                .withBackOff(OUTAGE.first(), OUTAGE.longest())
                .until(notPublished -> !session.hasEnded())
                .emitOn(thread)
                .subscribe()
                .with(
                        confirmed -> {
                            session.settle(List.of(item));
                            finished(item);
                        },
                        failure -> {
                            if (!session.hasEnded()) {
                                session.reconnect("a failed message could not be moved: " + failure);
                            }
                            finished(item);
                        });
    }

    private void finished(Object batchOrItem) {
        inFlight.remove(batchOrItem);
        completeIfDrained();
    }

    private void completeIfDrained() {
        if (stopped && inFlight.isEmpty()) {
            drained.complete(null);
        }
    }

    private List<Span> spans(List<Item> batch) {
        return batch.stream()
                .flatMap(item -> tracing
                        .handling(
                                queue,
                                item.delivery().properties(),
                                batch.size(),
                                () -> codec.traceAttributes(item.payload()))
                        .stream())
                .toList();
    }

    private static ConsumerSession session(List<Item> batch) {
        return batch.getFirst().delivery().session();
    }
}
