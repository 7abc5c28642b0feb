// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.connection;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Declares a {@link Topology} with one type of queue.
 *
 * @param queueTypeSetting what people set the queue type with; named when the broker refuses it
 */
public record TopologyDeclaration(Topology topology, QueueType queueType, String queueTypeSetting) {

    /** @throws IOException also if something exists with other arguments; its cause names it */
    void declare(Connection connection) throws IOException, TimeoutException {
        queueType.checkSupportedBy(connection, queueTypeSetting);
        try (Channel channel = connection.createChannel()) {
            channel.exchangeDeclare(topology.exchange(), BuiltinExchangeType.TOPIC, true);
            for (Topology.Queue queue : topology.queues()) {
                channel.queueDeclare(queue.deadLetterQueue(), true, false, false, queueType.arguments());
                channel.queueDeclare(queue.name(), true, false, false, deadLetteringTo(queue.deadLetterQueue()));
                for (String routingKey : queue.routingKeys()) {
                    channel.queueBind(queue.name(), topology.exchange(), routingKey);
                }
            }
        }
    }

    /** Consumers dead-letter by themselves, with a reason. This is for what the broker itself gives up on. */
    private Map<String, Object> deadLetteringTo(String deadLetterQueue) {
        Map<String, Object> arguments = new HashMap<>(queueType.arguments());
        arguments.put("x-dead-letter-exchange", "");
        arguments.put("x-dead-letter-routing-key", deadLetterQueue);
        return arguments;
    }
}
