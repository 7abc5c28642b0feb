// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.messaging;

import com.rabbitmq.client.ConnectionFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.platform.database.DatabaseOutage;
import org.volunteerscheduler.rabbitmq.connection.BrokerConnection;
import org.volunteerscheduler.rabbitmq.connection.Topology;
import org.volunteerscheduler.rabbitmq.connection.TopologyDeclaration;
import org.volunteerscheduler.rabbitmq.failure.DeadLetters;
import org.volunteerscheduler.rabbitmq.failure.DeadLetters.DeadLetterLimits;
import org.volunteerscheduler.rabbitmq.failure.FailedMessages;
import org.volunteerscheduler.rabbitmq.failure.RetryPolicy;
import org.volunteerscheduler.rabbitmq.failure.RetryQueues;
import org.volunteerscheduler.rabbitmq.metrics.ConnectorMetrics;
import org.volunteerscheduler.rabbitmq.outbound.ConfirmedPublisher;
import org.volunteerscheduler.rabbitmq.spi.OutageDetector;
import org.volunteerscheduler.rabbitmq.tracing.Tracing;

/** The parts of the connector, made from this service's settings. */
class MessagingBeans {

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int RPC_TIMEOUT_MILLIS = 30_000;

    @Produces
    @Singleton
    Topology topology() {
        return new Topology(
                Queue.EXCHANGE,
                Queue.stream()
                        .map(queue -> new Topology.Queue(
                                queue.queueName(),
                                queue.types().stream()
                                        .map(MessageType::routingKey)
                                        .toList()))
                        .toList());
    }

    @Produces
    @Singleton
    BrokerConnection connection(
            BrokerSettings settings,
            QueueSettings queues,
            Topology topology,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        return new BrokerConnection(
                () -> factory(settings),
                new TopologyDeclaration(topology, queues.queueType(), QueueSettings.QUEUE_TYPE),
                service);
    }

    private static ConnectionFactory factory(BrokerSettings settings) throws IOException, GeneralSecurityException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(settings.host());
        factory.setPort(settings.port());
        factory.setVirtualHost(settings.virtualHost());
        factory.setUsername(settings.username());
        factory.setPassword(settings.password());
        // Never 0, which the client takes for never.
        factory.setRequestedHeartbeat((int) settings.heartbeat().toSeconds());
        factory.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
        // A queue that does not answer must not hold whoever asks it for the client's ten minutes.
        factory.setChannelRpcTimeout(RPC_TIMEOUT_MILLIS);
        if (settings.tls()) {
            factory.useSslProtocol(TrustedAuthority.context(settings.caFile()));
            factory.enableHostnameVerification();
        }
        return factory;
    }

    @Produces
    @Singleton
    Tracing tracing(OpenTelemetry telemetry, Tracer tracer) {
        return new Tracing(telemetry, tracer);
    }

    @Produces
    @Singleton
    ConnectorMetrics metrics(MeterRegistry registry) {
        return new ConnectorMetrics(registry, "volunteer.scheduler.");
    }

    @Produces
    @Singleton
    ConfirmedPublisher publisher(
            BrokerConnection connection, Topology topology, Tracing tracing, BrokerSettings settings, Clock clock) {
        return new ConfirmedPublisher(connection, topology.exchange(), tracing, settings.confirmTimeout(), clock);
    }

    @Produces
    @Singleton
    RetryQueues retryQueues(
            QueueSettings queues,
            ConfirmedPublisher publisher,
            RetrySettings settings,
            ConnectorMetrics metrics,
            Clock clock) {
        return new RetryQueues(queues.queueType(), publisher, settings.check(), metrics, clock);
    }

    @Produces
    @Singleton
    FailedMessages failedMessages(
            Topology topology,
            RetrySettings settings,
            ConfirmedPublisher publisher,
            ConnectorMetrics metrics,
            Clock clock) {
        return new FailedMessages(topology, new RetryPolicy(settings.delays()), publisher, metrics, clock);
    }

    @Produces
    @Singleton
    DeadLetters deadLetters(
            BrokerConnection connection,
            RetryQueues retryQueues,
            ConfirmedPublisher publisher,
            DeadLetterSettings settings) {
        return new DeadLetters(
                connection,
                retryQueues,
                publisher,
                new DeadLetterLimits(settings.waitTimeout(), settings.workTimeout()));
    }

    @Produces
    @Singleton
    OutageDetector outages() {
        // No method reference: a service without a database has no class of it to link.
        return failure -> DatabaseOutage.is(failure);
    }
}
