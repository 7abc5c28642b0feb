// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.connection;

import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What kind of queue is declared: {@code quorum} for a cluster of RabbitMQ 4.3 or later, else {@code classic}. */
public enum QueueType {
    CLASSIC(Map.of("x-max-priority", 10)),
    /**
     * Has strict priorities by itself, and refuses {@code x-max-priority}. Without a delivery limit, because the broker
     * drops what exceeds it: how often a message is tried is the retry policy's to say.
     */
    QUORUM(Map.of("x-queue-type", "quorum", "x-delivery-limit", -1));

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\..*");

    private final Map<String, Object> arguments;

    QueueType(Map<String, Object> arguments) {
        this.arguments = arguments;
    }

    /** Of every queue, also those for retries and dead letters. */
    public Map<String, Object> arguments() {
        return arguments;
    }

    /**
     * Before anything is declared.
     *
     * @throws IOException if the broker would lose messages of such queues: before 4.0 it knows no unlimited
     *     deliveries, and before 4.3 no strict priorities
     */
    void checkSupportedBy(Connection connection, String setting) throws IOException {
        String version = String.valueOf(connection.getServerProperties().get("version"));
        Matcher numbers = VERSION.matcher(version);
        if (this == QUORUM
                && numbers.matches()
                && Integer.parseInt(numbers.group(1)) * 1000 + Integer.parseInt(numbers.group(2)) < 4003) {
            throw new IOException(setting + "=quorum needs RabbitMQ 4.3 or later; this is " + version);
        }
    }
}
