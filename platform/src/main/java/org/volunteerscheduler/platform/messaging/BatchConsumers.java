package org.volunteerscheduler.platform.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
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
    private final Clock clock;

    public BatchConsumers(Broker broker, Publisher publisher, Clock clock) {
        this.broker = broker;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** See {@link BatchConsumer}. A message of another type than these goes to the dead-letter queue. */
    public void consume(
            Queue queue,
            int maxBatch,
            Map<MessageType, Function<JsonFields, ? extends Message>> readers,
            BatchHandler handler,
            Predicate<Throwable> isOutage) {
        broker.register(new BatchConsumer(queue, maxBatch, readers, handler, isOutage, publisher, clock));
    }
}
