package org.volunteerscheduler.platform.messaging;

import com.rabbitmq.client.AMQP;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.Message;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.Queue;

/**
 * A message on its way out, always persistent.
 *
 * @param mandatory whether it must reach a queue to count as published
 */
public record Outgoing(
        String exchange,
        String routingKey,
        boolean mandatory,
        String messageId,
        String type,
        int priority,
        Map<String, Object> headers,
        byte[] body) {

    private static final int PERSISTENT = 2;

    /** Something new: its id is random. */
    public static Outgoing of(Message message) {
        return of(message, UUID.randomUUID());
    }

    /**
     * Something that may be said again: the same {@code about} gives the same message id, whoever says it and however
     * often.
     */
    public static Outgoing of(Message message, String about) {
        String name = MessageType.of(message).routingKey() + ":" + about;
        return of(message, UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    private static Outgoing of(Message message, UUID id) {
        MessageType type = MessageType.of(message);
        return new Outgoing(
                Queue.EXCHANGE,
                type.routingKey(),
                type.mandatory(),
                id.toString(),
                type.routingKey(),
                type.priority(),
                Map.of(),
                Json.write(message));
    }

    /** A message that has been on the way before, as it was, straight to a queue; one without an id gets one. */
    static Outgoing again(AMQP.BasicProperties properties, byte[] body, String queueName, Map<String, Object> headers) {
        return new Outgoing(
                "",
                queueName,
                true,
                idOf(properties, body),
                properties.getType(),
                properties.getPriority() == null ? 0 : properties.getPriority(),
                headers == null ? Map.of() : headers,
                body);
    }

    /** The message's id, or one that follows from its body. */
    static String idOf(AMQP.BasicProperties properties, byte[] body) {
        String id = properties.getMessageId();
        return id == null ? UUID.nameUUIDFromBytes(body).toString() : id;
    }

    /** The same with another priority than its type's. */
    public Outgoing withPriority(int other) {
        return new Outgoing(exchange, routingKey, mandatory, messageId, type, other, headers, body);
    }

    /** The same with more headers. */
    Outgoing withHeaders(Map<String, String> more) {
        Map<String, Object> all = new HashMap<>(headers);
        all.putAll(more);
        return new Outgoing(exchange, routingKey, mandatory, messageId, type, priority, all, body);
    }

    AMQP.BasicProperties properties(String applicationName) {
        return new AMQP.BasicProperties.Builder()
                .messageId(messageId)
                .type(type)
                .priority(priority)
                .deliveryMode(PERSISTENT)
                .contentType("application/json")
                .appId(applicationName)
                .timestamp(Date.from(Instant.now()))
                .headers(headers)
                .build();
    }
}
