package org.volunteerscheduler.platform.messaging;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.volunteerscheduler.contracts.Queue;

/**
 * The exchange, the queues and their dead-letter queues. Every service declares all of it at every connection, so that
 * no start order matters: a sale that is accepted before commission-service was ever started waits in its queue.
 */
final class Topology {

    private Topology() {}

    /** @throws IOException also if something exists with other arguments; its cause names it */
    static void declare(Connection connection, QueueType type) throws IOException, TimeoutException {
        try (Channel channel = connection.createChannel()) {
            channel.exchangeDeclare(Queue.EXCHANGE, BuiltinExchangeType.TOPIC, true);
            for (Queue queue : Queue.values()) {
                channel.queueDeclare(queue.deadLetterQueueName(), true, false, false, type.arguments());
                channel.queueDeclare(queue.queueName(), true, false, false, withDeadLetters(queue, type));
                for (String routingKey : queue.routingKeys()) {
                    channel.queueBind(queue.queueName(), Queue.EXCHANGE, routingKey);
                }
            }
        }
    }

    /** The consumers dead-letter by themselves, with a reason; this is for what the broker itself gives up on. */
    private static Map<String, Object> withDeadLetters(Queue queue, QueueType type) {
        Map<String, Object> arguments = new HashMap<>(type.arguments());
        arguments.put("x-dead-letter-exchange", "");
        arguments.put("x-dead-letter-routing-key", queue.deadLetterQueueName());
        return arguments;
    }
}
