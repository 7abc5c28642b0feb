// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import org.volunteerscheduler.rabbitmq.connection.BrokerConnection;

/**
 * The connector's metrics.
 *
 * @param prefix of their names, with its dot at the end
 */
public record ConnectorMetrics(MeterRegistry registry, String prefix) {

    private static final String QUEUE = "queue";

    /** {@code broker.connected}: 1 or 0. */
    public void connection(BrokerConnection connection) {
        Gauge.builder(
                        prefix + "broker.connected",
                        connection,
                        broker -> broker.problem().isEmpty() ? 1 : 0)
                .description("1 while the service can publish and consume")
                .register(registry);
    }

    /** {@code batch.messages}: how many payloads each batch had. */
    public DistributionSummary batchSizes(String queue) {
        return DistributionSummary.builder(prefix + "batch.messages")
                .description("messages handled together, by queue")
                .tags(QUEUE, queue)
                .register(registry);
    }

    /** {@code retries}: failures after which a message is tried again. */
    public Counter retried(String queue) {
        return Counter.builder(prefix + "retries")
                .description("messages that failed and are to be tried again, by queue")
                .tags(QUEUE, queue)
                .register(registry);
    }

    /** {@code dead.lettered}: messages given up. */
    public Counter deadLettered(String queue) {
        return Counter.builder(prefix + "dead.lettered")
                .description("messages given up, by queue")
                .tags(QUEUE, queue)
                .register(registry);
    }

    /** {@code dead.letters}: messages in the dead-letter queue now. */
    public void deadLetters(String queue, Supplier<Number> count) {
        Gauge.builder(prefix + "dead.letters", count)
                .description(
                        "messages in the dead-letter queue, by queue; less for a moment while somebody looks at them")
                .tags(QUEUE, queue)
                .register(registry);
    }
}
