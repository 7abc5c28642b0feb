package org.volunteerscheduler.platform.messaging;

import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.volunteerscheduler.contracts.Queue;

/** What kind of queue is declared: {@code quorum} for a cluster of RabbitMQ 4.3 or later, {@code classic} else. */
public enum QueueType {
    CLASSIC(Map.of("x-max-priority", Queue.MAX_PRIORITY)),
    /**
     * Has strict priorities by itself; refuses {@code x-max-priority}. Without a limit of deliveries, since the broker
     * throws away what exceeds it: how often a message is tried is for {@link Retries} to say, and a dead letter may be
     * looked at as often as anybody likes.
     */
    QUORUM(Map.of("x-queue-type", "quorum", "x-delivery-limit", -1));

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\..*");

    private final Map<String, Object> arguments;

    QueueType(Map<String, Object> arguments) {
        this.arguments = arguments;
    }

    Map<String, Object> arguments() {
        return arguments;
    }

    /**
     * Before anything is declared.
     *
     * @throws IOException if the broker would lose messages of such queues: before 4.0 no limit of deliveries means none
     *     at all, and before 4.3 there are no priorities
     */
    void checkSupportedBy(Connection connection) throws IOException {
        String version = String.valueOf(connection.getServerProperties().get("version"));
        Matcher numbers = VERSION.matcher(version);
        if (this == QUORUM
                && numbers.matches()
                && Integer.parseInt(numbers.group(1)) * 1000 + Integer.parseInt(numbers.group(2)) < 4003) {
            throw new IOException(
                    "VOLUNTEER_SCHEDULER_QUEUE_TYPE=quorum needs RabbitMQ 4.3 or later; this is " + version);
        }
    }
}
