// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.failure;

import com.rabbitmq.client.AMQP;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import org.jetbrains.annotations.Nullable;
import org.volunteerscheduler.rabbitmq.connection.Topology;
import org.volunteerscheduler.rabbitmq.outbound.OutboundMessage;

/**
 * A message that nobody tries any more, as a person looks at it.
 *
 * @param id of the message; re-driven, it keeps it
 * @param queue that it goes back to when it is re-driven
 * @param type of the message; null if it has none
 * @param exception the exception's class, or {@code unreadable}
 * @param body as text, which need not be JSON; in a list at most the first {@value #LISTED_BODY} characters of it
 */
public record DeadLetter(
        String id,
        String queue,
        @Nullable String type,
        String reason,
        String exception,
        int attempts,
        Instant firstFailure,
        Instant lastFailure,
        String body) {

    private static final int LISTED_BODY = 4000;

    static DeadLetter of(Topology.Queue queue, AMQP.BasicProperties properties, byte[] body) {
        Date sent = properties.getTimestamp();
        // The same at every look, for it says where the letter stands in a list.
        Instant at = sent == null ? Instant.EPOCH : sent.toInstant();
        FailureHeaders failure = FailureHeaders.read(properties.getHeaders(), at);
        if (failure == null) {
            failure = new FailureHeaders("given up by the broker, not by a service", "none", 0, at, at, queue.name());
        }
        return new DeadLetter(
                OutboundMessage.idOf(properties, body),
                queue.name(),
                properties.getType(),
                failure.reason(),
                failure.exception(),
                failure.attempts(),
                failure.firstFailure(),
                failure.lastFailure(),
                new String(body, StandardCharsets.UTF_8));
    }

    DeadLetter listed() {
        return body.length() <= LISTED_BODY
                ? this
                : new DeadLetter(
                        id,
                        queue,
                        type,
                        reason,
                        exception,
                        attempts,
                        firstFailure,
                        lastFailure,
                        body.substring(0, LISTED_BODY) + "…");
    }
}
