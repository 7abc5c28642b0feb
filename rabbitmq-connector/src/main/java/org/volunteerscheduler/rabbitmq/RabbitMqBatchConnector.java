// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq;

import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.volunteerscheduler.rabbitmq.connection.BrokerConnection;
import org.volunteerscheduler.rabbitmq.connection.Topology;
import org.volunteerscheduler.rabbitmq.failure.FailedMessages;
import org.volunteerscheduler.rabbitmq.failure.RetryQueues;
import org.volunteerscheduler.rabbitmq.inbound.InboundChannel;
import org.volunteerscheduler.rabbitmq.metrics.ConnectorMetrics;
import org.volunteerscheduler.rabbitmq.outbound.ConfirmedPublisher;
import org.volunteerscheduler.rabbitmq.outbound.OutboundChannel;
import org.volunteerscheduler.rabbitmq.spi.MessageCodec;
import org.volunteerscheduler.rabbitmq.spi.OutageDetector;
import org.volunteerscheduler.rabbitmq.tracing.Tracing;

/**
 * Reactive Messaging over RabbitMQ: batches in with one acknowledgement each, confirmed messages out.
 *
 * <p>Use it with {@code @Incoming @Outgoing Uni<List<O>> method(List<I> batch)} or {@code @Incoming Uni<Void>
 * method(List<I> batch)}: the batch is acknowledged once what the method returned is confirmed, so commit, announce and
 * acknowledge come in this order. Other signatures acknowledge too early, or end the channel with their first failure.
 */
@ApplicationScoped
@Connector(RabbitMqBatchConnector.NAME)
@ConnectorAttribute(
        name = "queue",
        type = "string",
        direction = INCOMING,
        mandatory = true,
        description = "The queue to consume, one of the topology's")
@ConnectorAttribute(
        name = "max-batch",
        type = "int",
        direction = INCOMING,
        defaultValue = InboundSettings.MAX_BATCH,
        description = "The most payloads that are handled together")
@ConnectorAttribute(
        name = "prefetch",
        type = "int",
        direction = INCOMING,
        description =
                "The most messages that are with us at a time, which no higher priority overtakes; three times max-batch"
                        + " unless set, which it should be where a message has many payloads")
public class RabbitMqBatchConnector implements InboundConnector, OutboundConnector {

    /** What a channel's {@code connector} property says. */
    public static final String NAME = "rabbitmq-batch";

    private final BrokerConnection connection;
    private final Topology topology;
    private final ConfirmedPublisher publisher;
    private final FailedMessages failedMessages;
    private final RetryQueues retryQueues;
    private final MessageCodec codec;
    private final OutageDetector outages;
    private final Tracing tracing;
    private final ConnectorMetrics metrics;
    private final Map<String, InboundChannel> inbound = new ConcurrentHashMap<>();

    /** Of beans that the application provides; see the module's README. */
    public RabbitMqBatchConnector(
            BrokerConnection connection,
            Topology topology,
            ConfirmedPublisher publisher,
            FailedMessages failedMessages,
            RetryQueues retryQueues,
            MessageCodec codec,
            OutageDetector outages,
            Tracing tracing,
            ConnectorMetrics metrics) {
        this.connection = connection;
        this.topology = topology;
        this.publisher = publisher;
        this.failedMessages = failedMessages;
        this.retryQueues = retryQueues;
        this.codec = codec;
        this.outages = outages;
        this.tracing = tracing;
        this.metrics = metrics;
    }

    /**
     * With a channel's {@code concurrency} the framework asks once for each batch that may be in flight: they share one
     * consumer of the queue, so that batches are handed out in its order.
     *
     * @throws IllegalArgumentException that names the setting which is wrong
     */
    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        String name = name(config);
        InboundSettings settings = InboundSettings.of(config, "mp.messaging.incoming." + name, topology);
        String queue = settings.queue().name();
        return inbound.computeIfAbsent(queue, first -> {
                    InboundChannel channel = new InboundChannel(
                            queue,
                            settings.maxBatch(),
                            settings.prefetch(),
                            codec,
                            failedMessages,
                            outages,
                            tracing,
                            metrics.batchSizes(queue));
                    retryQueues.add(settings.queue());
                    connection.register(channel);
                    return channel;
                })
                .batches();
    }

    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
        return new OutboundChannel(name(config), codec::encode, publisher);
    }

    /** The queues that nobody consumes, or not any more: a defect, which only a restart mends. */
    List<String> deadChannels() {
        List<String> dead = new ArrayList<>();
        inbound.forEach((queue, channel) -> {
            if (!channel.isConsumed()) {
                dead.add(queue);
            }
        });
        return dead;
    }

    /** After the migrations, and after the channels were wired, which happens at priority 1000. */
    void start(@Observes @Priority(Integer.MAX_VALUE) StartupEvent event) {
        metrics.connection(connection);
        connection.register(publisher);
        retryQueues.start(connection);
        connection.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        connection.stop();
    }

    private static String name(Config config) {
        return config.getValue(CHANNEL_NAME_ATTRIBUTE, String.class);
    }
}
