package org.volunteerscheduler.platform.messaging;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.volunteerscheduler.contracts.Queue;

/** A failed message on its way to {@code <queue>.dead}, with what a person needs to judge it in its headers. */
final class DeadLetter {

    private static final int MAX_REASON = 500;

    private DeadLetter() {}

    static Outgoing of(Queue queue, Incoming failed, String reason, String exceptionClass, Instant now) {
        Map<String, Object> headers = new HashMap<>();
        if (failed.properties().getHeaders() != null) {
            headers.putAll(failed.properties().getHeaders());
        }
        headers.put("x-reason", reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason);
        headers.put("x-exception", exceptionClass);
        headers.put("x-attempts", 1);
        headers.putIfAbsent("x-first-failure", now.toString());
        headers.put("x-last-failure", now.toString());
        headers.put("x-queue", queue.queueName());
        String id = failed.properties().getMessageId();
        Integer priority = failed.properties().getPriority();
        return new Outgoing(
                "",
                queue.deadLetterQueueName(),
                true,
                id == null ? UUID.randomUUID().toString() : id,
                failed.properties().getType(),
                priority == null ? 0 : priority,
                headers,
                failed.body());
    }
}
