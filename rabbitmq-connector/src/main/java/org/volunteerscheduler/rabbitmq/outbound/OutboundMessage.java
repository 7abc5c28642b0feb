// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.outbound;

import com.rabbitmq.client.AMQP;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * A message on its way out, always persistent.
 *
 * @param queues those that must have it, a copy each: the broker reports a copy whose queue is missing, while one
 *     message for several queues satisfies it with one of them
 * @param announced whether there is one more copy, for whoever has bound a queue to the exchange
 * @param messageId the same for the same message, however often it is sent
 * @param type the AMQP {@code type}, and the routing key of the announcement; null only where nothing is announced
 * @param priority 0 to 255; a higher one overtakes, and a queue takes one above its highest for its highest
 */
public record OutboundMessage(
        List<String> queues,
        boolean announced,
        String messageId,
        String type,
        int priority,
        Map<String, Object> headers,
        byte[] body) {

    /** On an announcement of a message that was also sent to each queue that must have it. */
    private static final String ALSO_SENT = "x-also-sent";

    /** Of AMQP; queues know fewer, and take a higher one for their highest. */
    private static final int MAX_PRIORITY = 255;

    /** Of names, types and ids, by AMQP. */
    private static final int MAX_SHORT_BYTES = 255;

    /** @throws IllegalArgumentException if it is no message that AMQP can carry, or if it has no destination */
    public OutboundMessage {
        queues = List.copyOf(queues);
        if (queues.isEmpty() && !announced) {
            throw new IllegalArgumentException("a message needs a queue, or to be announced");
        }
        if (announced && type == null) {
            throw new IllegalArgumentException("an announcement needs a type");
        }
        if (priority < 0 || priority > MAX_PRIORITY) {
            throw new IllegalArgumentException("no priority: " + priority);
        }
        queues.forEach(OutboundMessage::checkShort);
        checkShort(messageId);
        if (type != null) {
            checkShort(type);
        }
        Objects.requireNonNull(headers);
        Objects.requireNonNull(body);
    }

    private static void checkShort(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_SHORT_BYTES) {
            throw new IllegalArgumentException("longer than " + MAX_SHORT_BYTES + " bytes: " + text);
        }
    }

    /** A message that was delivered before, as it was, straight to one queue. */
    public static OutboundMessage again(AMQP.BasicProperties properties, byte[] body, String queue) {
        return new OutboundMessage(
                List.of(queue),
                false,
                idOf(properties, body),
                properties.getType(),
                properties.getPriority() == null ? 0 : properties.getPriority(),
                properties.getHeaders() == null ? Map.of() : properties.getHeaders(),
                body);
    }

    /** The message's id; one without an id gets one that follows from its body. */
    public static String idOf(AMQP.BasicProperties properties, byte[] body) {
        String id = properties.getMessageId();
        return id == null ? UUID.nameUUIDFromBytes(body).toString() : id;
    }

    /** A message id that is the same whenever the same is said about the same. */
    public static String idFrom(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** The same with another priority. */
    public OutboundMessage withPriority(int other) {
        return new OutboundMessage(queues, announced, messageId, type, other, headers, body);
    }

    /** The same to one other queue alone. */
    public OutboundMessage to(String queue) {
        return new OutboundMessage(List.of(queue), false, messageId, type, priority, headers, body);
    }

    /** The same with these headers and no others. */
    public OutboundMessage withHeaders(Map<String, Object> other) {
        return new OutboundMessage(queues, announced, messageId, type, priority, other, body);
    }

    /** The same with these headers added. */
    public OutboundMessage withMoreHeaders(Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(headers);
        all.putAll(more);
        return withHeaders(all);
    }

    /** One publication. */
    record Copy(String exchange, String routingKey, boolean mandatory, Map<String, Object> headers) {}

    List<Copy> copies(String exchange) {
        List<Copy> copies = new ArrayList<>(queues.size() + 1);
        queues.forEach(queue -> copies.add(new Copy("", queue, true, headers)));
        if (announced) {
            Map<String, Object> told = new HashMap<>(headers);
            if (!queues.isEmpty()) {
                told.put(ALSO_SENT, true);
            }
            copies.add(new Copy(exchange, type, false, told));
        }
        return copies;
    }

    /** Whether this is an announcement that came to one of the queues that has a copy of its own. */
    public static boolean isSurplus(AMQP.BasicProperties properties) {
        return properties.getHeaders() != null && properties.getHeaders().containsKey(ALSO_SENT);
    }
}
