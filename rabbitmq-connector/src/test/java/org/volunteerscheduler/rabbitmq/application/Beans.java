// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.application;

import com.rabbitmq.client.ConnectionFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.common.annotation.Identifier;
import io.vertx.rabbitmq.RabbitMQOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.platform.test.Proxy;
import org.volunteerscheduler.platform.test.Servers;
import org.volunteerscheduler.platform.test.TestBroker;
import org.volunteerscheduler.rabbitmq.connection.BrokerConnection;
import org.volunteerscheduler.rabbitmq.connection.QueueType;
import org.volunteerscheduler.rabbitmq.connection.Topology;
import org.volunteerscheduler.rabbitmq.connection.TopologyDeclaration;
import org.volunteerscheduler.rabbitmq.failure.FailedMessages;
import org.volunteerscheduler.rabbitmq.failure.RetryPolicy;
import org.volunteerscheduler.rabbitmq.failure.RetryQueues;
import org.volunteerscheduler.rabbitmq.metrics.ConnectorMetrics;
import org.volunteerscheduler.rabbitmq.outbound.ConfirmedPublisher;
import org.volunteerscheduler.rabbitmq.spi.OutageDetector;
import org.volunteerscheduler.rabbitmq.tracing.Tracing;

/** The connector's parts as an application makes them, on a real broker behind a proxy. */
class Beans {

    static final List<Duration> RETRY_DELAYS = List.of(Duration.ofMillis(50), Duration.ofMillis(50));

    private static final String APPLICATION = "rabbitmq-connector";
    private static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration RETRY_CHECK = Duration.ofMillis(50);
    private static final int RPC_TIMEOUT_MS = 5_000;
    private static final int RECONNECT_MS = 100;

    @Produces
    @Singleton
    TestBroker broker() {
        TestBroker broker = TestBroker.fresh(APPLICATION);
        broker.declare("theirs", Map.of());
        return broker;
    }

    @Produces
    @Singleton
    Proxy proxy() throws IOException {
        return new Proxy(Servers.variable("RABBITMQ_HOST"), Integer.parseInt(Servers.variable("RABBITMQ_PORT")));
    }

    @Produces
    @Singleton
    Topology topology() {
        return new Topology(
                "announcements",
                List.of(
                        new Topology.Queue(Work.QUEUE, List.of()),
                        new Topology.Queue(Work.RESULTS, List.of()),
                        new Topology.Queue("stream", List.of())));
    }

    /** @param broker whose virtual host it is, which must be there first */
    @Produces
    @Singleton
    BrokerConnection connection(TestBroker broker, Proxy proxy, Topology topology) {
        return new BrokerConnection(
                () -> {
                    ConnectionFactory factory = new ConnectionFactory();
                    factory.setPort(proxy.port());
                    factory.setVirtualHost(TestBroker.virtualHost(APPLICATION));
                    factory.setUsername(Servers.variable("RABBITMQ_USERNAME"));
                    factory.setPassword(Servers.variable("RABBITMQ_PASSWORD"));
                    factory.setChannelRpcTimeout(RPC_TIMEOUT_MS);
                    return factory;
                },
                new TopologyDeclaration(topology, QueueType.CLASSIC, "QUEUE_TYPE"),
                APPLICATION);
    }

    /** The same for the framework's own connector. */
    @Produces
    @Singleton
    @Identifier("proxied")
    RabbitMQOptions options(TestBroker broker, Proxy proxy) {
        return new RabbitMQOptions()
                .setHost("localhost")
                .setPort(proxy.port())
                .setVirtualHost(TestBroker.virtualHost(APPLICATION))
                .setUser(Servers.variable("RABBITMQ_USERNAME"))
                .setPassword(Servers.variable("RABBITMQ_PASSWORD"))
                .setAutomaticRecoveryEnabled(false)
                .setReconnectAttempts(Integer.MAX_VALUE)
                .setReconnectInterval(RECONNECT_MS);
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Tracing tracing() {
        return new Tracing(OpenTelemetry.noop(), OpenTelemetry.noop().getTracer(APPLICATION));
    }

    @Produces
    @Singleton
    ConnectorMetrics metrics() {
        MeterRegistry registry = new SimpleMeterRegistry();
        return new ConnectorMetrics(registry, "test.");
    }

    @Produces
    @Singleton
    ConfirmedPublisher publisher(BrokerConnection connection, Topology topology, Tracing tracing, Clock clock) {
        return new ConfirmedPublisher(connection, topology.exchange(), tracing, CONFIRM_TIMEOUT, clock);
    }

    @Produces
    @Singleton
    RetryQueues retryQueues(ConfirmedPublisher publisher, ConnectorMetrics metrics, Clock clock) {
        return new RetryQueues(QueueType.CLASSIC, publisher, RETRY_CHECK, metrics, clock);
    }

    @Produces
    @Singleton
    FailedMessages failedMessages(
            Topology topology, ConfirmedPublisher publisher, ConnectorMetrics metrics, Clock clock) {
        return new FailedMessages(topology, new RetryPolicy(RETRY_DELAYS), publisher, metrics, clock);
    }

    @Produces
    @Singleton
    OutageDetector outages() {
        return failure -> false;
    }
}
