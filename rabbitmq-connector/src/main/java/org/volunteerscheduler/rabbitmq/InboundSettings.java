package org.volunteerscheduler.rabbitmq;

import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.volunteerscheduler.rabbitmq.connection.Topology;
import org.volunteerscheduler.rabbitmq.inbound.InboundChannel;

/**
 * What is set for one incoming channel.
 *
 * @param maxBatch the most payloads that are handled together
 */
record InboundSettings(Topology.Queue queue, int maxBatch) {

    static final String MAX_BATCH = "500";

    /**
     * @param prefix of the channel's properties, without its dot at the end
     * @throws IllegalArgumentException that names the property which is wrong
     */
    static InboundSettings of(Config config, String prefix, Topology topology) {
        String queue = value(config, "queue").orElseThrow(() -> wrong(prefix, "queue", "is missing"));
        String maxBatch = value(config, "max-batch").orElse(MAX_BATCH);
        return new InboundSettings(queue(queue, topology, prefix), maxBatch(maxBatch, prefix));
    }

    private static Topology.Queue queue(String name, Topology topology, String prefix) {
        try {
            return topology.queue(name);
        } catch (IllegalArgumentException e) {
            throw wrong(prefix, "queue", e.getMessage());
        }
    }

    private static int maxBatch(String text, String prefix) {
        try {
            int maxBatch = Integer.parseInt(text);
            if (maxBatch >= 1 && maxBatch <= InboundChannel.LARGEST_BATCH) {
                return maxBatch;
            }
        } catch (NumberFormatException e) {
            // no number at all
        }
        throw wrong(prefix, "max-batch", "must be from 1 to " + InboundChannel.LARGEST_BATCH + ": " + text);
    }

    private static Optional<String> value(Config config, String name) {
        return config.getOptionalValue(name, String.class).map(String::strip);
    }

    private static IllegalArgumentException wrong(String prefix, String name, String why) {
        return new IllegalArgumentException(prefix + "." + name + ": " + why);
    }
}
