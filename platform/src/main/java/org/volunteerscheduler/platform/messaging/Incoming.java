package org.volunteerscheduler.platform.messaging;

import com.rabbitmq.client.AMQP;
import java.util.Map;
import java.util.function.Function;
import org.volunteerscheduler.contracts.InvalidJson;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.JsonFields;
import org.volunteerscheduler.contracts.Message;
import org.volunteerscheduler.contracts.MessageType;

/**
 * A message as it came from a queue: either readable, or with the reason why it never will be.
 *
 * @param message null if it can't be read
 * @param unreadable null if it can be read
 */
record Incoming(long deliveryTag, AMQP.BasicProperties properties, byte[] body, Message message, String unreadable) {

    static Incoming read(
            long deliveryTag,
            AMQP.BasicProperties properties,
            byte[] body,
            Map<MessageType, Function<JsonFields, ? extends Message>> readers) {
        String type = properties.getType();
        for (var reader : readers.entrySet()) {
            if (reader.getKey().routingKey().equals(type)) {
                try {
                    return new Incoming(deliveryTag, properties, body, Json.read(body, reader.getValue()), null);
                } catch (InvalidJson e) {
                    return new Incoming(deliveryTag, properties, body, null, e.getMessage());
                } catch (RuntimeException e) {
                    // A defect of ours; thrown on, it would end the channel, and the message would do so again.
                    return new Incoming(deliveryTag, properties, body, null, "not readable: " + e);
                }
            }
        }
        return new Incoming(
                deliveryTag, properties, body, null, "unknown type " + (type == null ? "(none)" : "'" + type + "'"));
    }
}
