package org.volunteerscheduler.platform.messaging;

import java.util.Map;
import org.volunteerscheduler.contracts.Queue;

/** What kind of queue is declared: {@code quorum} for a cluster of RabbitMQ 4.3 or later, {@code classic} else. */
public enum QueueType {
    CLASSIC(Map.of("x-max-priority", Queue.MAX_PRIORITY)),
    /** Has strict priorities by itself; refuses {@code x-max-priority}. */
    QUORUM(Map.of("x-queue-type", "quorum"));

    private final Map<String, Object> arguments;

    QueueType(Map<String, Object> arguments) {
        this.arguments = arguments;
    }

    Map<String, Object> arguments() {
        return arguments;
    }
}
