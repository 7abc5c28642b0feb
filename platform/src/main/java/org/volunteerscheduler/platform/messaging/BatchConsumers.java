package org.volunteerscheduler.platform.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import org.volunteerscheduler.contracts.JsonFields;
import org.volunteerscheduler.contracts.Message;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.Queue;

/** Where a service says, at its start, which queue it works on. */
@ApplicationScoped
public class BatchConsumers {

    private final Broker broker;
    private final Publisher publisher;
    private final Retries retries;
    private final Tracing tracing;
    private final MeterRegistry metrics;
    private final List<Queue> queues = new CopyOnWriteArrayList<>();

    public BatchConsumers(Broker broker, Publisher publisher, Retries retries, Tracing tracing, MeterRegistry metrics) {
        this.broker = broker;
        this.publisher = publisher;
        this.retries = retries;
        this.tracing = tracing;
        this.metrics = metrics;
    }

    /** Those that this service works on. */
    List<Queue> queues() {
        return List.copyOf(queues);
    }

    /** See {@link BatchConsumer}. A message of another type than these goes to the dead-letter queue. */
    public void consume(
            Queue queue,
            int maxBatch,
            Map<MessageType, Function<JsonFields, ? extends Message>> readers,
            BatchHandler handler,
            Predicate<Throwable> isOutage) {
        queues.add(queue);
        retries.watch(queue);
        broker.register(
                new BatchConsumer(queue, maxBatch, readers, handler, isOutage, publisher, retries, tracing, metrics));
    }
}
