package org.volunteerscheduler.platform.messaging;

import com.rabbitmq.client.AMQP;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.Message;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.Queue;

/**
 * A message on its way out, always persistent.
 *
 * @param queues the names of those that must have it, each a copy of its own: the broker tells of a copy whose queue does
 *     not exist, while of a message for several queues it is content with one
 * @param announced whether there is one more copy, for whoever has bound a queue to the exchange
 */
public record Outgoing(
        List<String> queues,
        boolean announced,
        String messageId,
        String type,
        int priority,
        Map<String, Object> headers,
        byte[] body) {

    private static final int PERSISTENT = 2;
    /** On an announcement of what was also sent to each queue that must have it. */
    private static final String ALSO_SENT = "x-also-sent";

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
                type.queues().stream().map(Queue::queueName).toList(),
                type.announced(),
                id.toString(),
                type.routingKey(),
                type.priority(),
                Map.of(),
                Json.write(message));
    }

    /** A message that has been on the way before, as it was, straight to a queue; one without an id gets one. */
    static Outgoing again(AMQP.BasicProperties properties, byte[] body, String queueName, Map<String, Object> headers) {
        return new Outgoing(
                List.of(queueName),
                false,
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
        return new Outgoing(queues, announced, messageId, type, other, headers, body);
    }

    /** The same to another queue alone. */
    Outgoing to(String queueName) {
        return new Outgoing(List.of(queueName), false, messageId, type, priority, headers, body);
    }

    /** The same with more headers. */
    Outgoing withHeaders(Map<String, String> more) {
        Map<String, Object> all = new HashMap<>(headers);
        all.putAll(more);
        return new Outgoing(queues, announced, messageId, type, priority, all, body);
    }

    /** One publication. */
    record Copy(String exchange, String routingKey, boolean mandatory, Map<String, Object> headers) {}

    List<Copy> copies() {
        List<Copy> copies = new ArrayList<>(queues.size() + 1);
        queues.forEach(queue -> copies.add(new Copy("", queue, true, headers)));
        if (announced) {
            Map<String, Object> told = new HashMap<>(headers);
            if (!queues.isEmpty()) {
                told.put(ALSO_SENT, true);
            }
            copies.add(new Copy(Queue.EXCHANGE, type, false, told));
        }
        return copies;
    }

    /** Whether this is an announcement that has come to one of our queues, which has a copy of its own. */
    static boolean isSurplus(AMQP.BasicProperties properties) {
        return properties.getHeaders() != null && properties.getHeaders().containsKey(ALSO_SENT);
    }

    /** @param number of the publication, by which the broker's answer to it is known */
    AMQP.BasicProperties properties(String applicationName, Copy copy, long number) {
        return new AMQP.BasicProperties.Builder()
                .messageId(messageId)
                .correlationId(Long.toString(number))
                .type(type)
                .priority(priority)
                .deliveryMode(PERSISTENT)
                .contentType("application/json")
                .appId(applicationName)
                .timestamp(Date.from(Instant.now()))
                .headers(copy.headers)
                .build();
    }
}
