// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq;

import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.volunteerscheduler.rabbitmq.connection.Topology;

/**
 * What is set for one incoming channel.
 *
 * @param maxBatch the most payloads that are handled together
 * @param prefetch the most messages that are with us at a time
 */
record InboundSettings(Topology.Queue queue, int maxBatch, int prefetch) {

    static final String MAX_BATCH = "500";

    /** One that is handled, one that is acknowledged, and one that is on its way. */
    private static final int BATCHES_PREFETCHED = 3;

    /** AMQP has 16 bits for it. */
    private static final int MAX_PREFETCH = 0xFFFF;

    /** So that as many messages of one payload each can be prefetched. */
    private static final int LARGEST_BATCH = MAX_PREFETCH / BATCHES_PREFETCHED;

    /**
     * @param prefix of the channel's properties, without its dot at the end
     * @throws IllegalArgumentException that names the property which is wrong
     */
    static InboundSettings of(Config config, String prefix, Topology topology) {
        String queue = value(config, "queue").orElseThrow(() -> wrong(prefix, "queue", "is missing"));
        int maxBatch = number(prefix, "max-batch", value(config, "max-batch").orElse(MAX_BATCH), LARGEST_BATCH);
        int prefetch = value(config, "prefetch")
                .map(text -> number(prefix, "prefetch", text, MAX_PREFETCH))
                .orElse(maxBatch * BATCHES_PREFETCHED);
        return new InboundSettings(queue(queue, topology, prefix), maxBatch, prefetch);
    }

    private static Topology.Queue queue(String name, Topology topology, String prefix) {
        try {
            return topology.queue(name);
        } catch (IllegalArgumentException e) {
            throw wrong(prefix, "queue", e.getMessage());
        }
    }

    private static int number(String prefix, String name, String text, int highest) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= highest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // no number at all
        }
        throw wrong(prefix, name, "must be from 1 to " + highest + ": " + text);
    }

    private static Optional<String> value(Config config, String name) {
        return config.getOptionalValue(name, String.class).map(String::strip);
    }

    private static IllegalArgumentException wrong(String prefix, String name, String why) {
        return new IllegalArgumentException(prefix + "." + name + ": " + why);
    }
}
