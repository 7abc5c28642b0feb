// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.inbound;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.micrometer.core.instrument.DistributionSummary;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.volunteerscheduler.rabbitmq.connection.BrokerConnection;
import org.volunteerscheduler.rabbitmq.execution.SerialExecutor;
import org.volunteerscheduler.rabbitmq.failure.FailedMessages;
import org.volunteerscheduler.rabbitmq.inbound.Delivery.Item;
import org.volunteerscheduler.rabbitmq.outbound.OutboundMessage;
import org.volunteerscheduler.rabbitmq.spi.MessageCodec;
import org.volunteerscheduler.rabbitmq.spi.MessageCodec.Undecodable;
import org.volunteerscheduler.rabbitmq.spi.OutageDetector;
import org.volunteerscheduler.rabbitmq.tracing.Tracing;

/**
 * One queue as a stream of batches.
 *
 * <p>Guarantee: a delivery is acknowledged only once each of its items was handled and what its handler announced is
 * confirmed, or once the item lies confirmed in a retry queue or among the dead letters.
 *
 * <p>Batches are handed out and acknowledged on a thread of the channel's own. So no thread of the broker's client and no
 * event loop ever waits for a method, or for a broker that does not read what it is sent.
 */
public final class InboundChannel implements BrokerConnection.Client, ConsumerSession.Listener {

    private final String queue;
    private final int prefetch;
    private final MessageCodec codec;
    private final SerialExecutor thread;
    private final BatchSource source;
    private final BatchSettlement settlement;
    private final AtomicInteger subscribers = new AtomicInteger();
    private final AtomicInteger consumers = new AtomicInteger();
    private ConsumerSession session;

    /**
     * @param maxBatch payloads
     * @param prefetch messages; what is prefetched can't be overtaken by a higher priority
     */
    public InboundChannel(
            String queue,
            int maxBatch,
            int prefetch,
            MessageCodec codec,
            FailedMessages failedMessages,
            OutageDetector outages,
            Tracing tracing,
            DistributionSummary batchSizes) {
        this.queue = queue;
        this.prefetch = prefetch;
        this.codec = codec;
        this.thread = new SerialExecutor("rabbitmq-" + queue);
        this.source = new BatchSource(maxBatch);
        this.settlement =
                new BatchSettlement(queue, source, thread, codec, failedMessages, outages, tracing, batchSizes);
    }

    /**
     * Each message's payload is a batch: what the codec decoded, in the order of the queue. Several subscribers share the
     * batches, which go out in this order too, each to whoever asked first.
     */
    public Multi<Message<List<Object>>> batches() {
        subscribers.incrementAndGet();
        return Multi.createBy()
                .repeating()
                .uni(this::next)
                .indefinitely()
                .map(settlement::message)
                .onSubscription()
                .invoke(consumers::incrementAndGet)
                .onTermination()
                .invoke(consumers::decrementAndGet);
    }

    private Uni<List<Item>> next() {
        return Uni.createFrom().emitter(emitter -> thread.execute(() -> source.next(emitter::complete)));
    }

    /** Whether all take their batches. Only a restart of the service brings back a consumer that has gone. */
    public boolean isConsumed() {
        return consumers.get() == subscribers.get();
    }

    @Override
    public void connected(Connection connection) throws IOException {
        if (session != null) {
            // Before anything new arrives, so that no batch is of two sessions.
            session.end();
        }
        Channel channel = connection.createChannel();
        channel.basicQos(prefetch);
        session = new ConsumerSession(channel, queue, this);
        channel.basicConsume(queue, false, session);
    }

    /** Lets the batches in flight finish. The broker delivers the rest to somebody else. */
    @Override
    public CompletionStage<Void> stop() {
        return settlement.stop();
    }

    @Override
    public void ended(ConsumerSession ended) {
        thread.execute(() -> source.forget(ended));
    }

    @Override
    public void delivered(ConsumerSession from, long tag, AMQP.BasicProperties properties, byte[] body) {
        try {
            List<?> payloads =
                    OutboundMessage.isSurplus(properties) ? List.of() : codec.decode(queue, properties.getType(), body);
            opened(new Delivery(from, tag, properties, body, payloads), this::decoded);
        } catch (Undecodable e) {
            undecodable(new Delivery(from, tag, properties, body, List.of(body)), e);
        } catch (RuntimeException e) {
            // A defect of the codec. Thrown on, it would end the channel, and every new one, with the same message.
            undecodable(
                    new Delivery(from, tag, properties, body, List.of(body)), new Undecodable("not decodable: " + e));
        }
    }

    private void decoded(Delivery delivery) {
        if (delivery.items().isEmpty()) {
            delivery.session().settle(List.of());
        } else {
            source.add(delivery);
        }
    }

    private void undecodable(Delivery delivery, Undecodable reason) {
        opened(delivery, whole -> settlement.undecodable(whole, reason));
    }

    private void opened(Delivery delivery, Consumer<Delivery> next) {
        thread.execute(() -> {
            if (!delivery.session().hasEnded()) {
                delivery.session().opened(delivery);
                next.accept(delivery);
            }
        });
    }
}
