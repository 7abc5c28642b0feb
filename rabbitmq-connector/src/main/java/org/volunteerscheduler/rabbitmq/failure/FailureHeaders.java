// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.failure;

import com.rabbitmq.client.impl.Frame;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import org.volunteerscheduler.rabbitmq.outbound.OutboundMessage;

/**
 * Why a message could not be handled: what stands in the headers of a message that waits to be tried again, or lies in
 * a dead-letter queue.
 *
 * @param exception the exception's class, or {@code unreadable}
 * @param attempts how often it was tried, all failed
 * @param queue where it was to be handled
 */
record FailureHeaders(
        String reason, String exception, int attempts, Instant firstFailure, Instant lastFailure, String queue) {

    /** In the place of an exception's class: the message could not be decoded. */
    static final String UNREADABLE = "unreadable";

    /** When a message that waits is to be tried again, and with which priority. */
    private static final String DUE = "x-due";

    /** Until when it waits where it is. */
    private static final String UNTIL = "x-until";

    private static final String PRIORITY = "x-priority";
    private static final String REASON = "x-reason";
    private static final String EXCEPTION = "x-exception";
    private static final String ATTEMPTS = "x-attempts";
    private static final String FIRST = "x-first-failure";
    private static final String LAST = "x-last-failure";
    private static final String QUEUE = "x-queue";
    private static final int MAX_REASON = 500;

    /** A frame has 128 KiB, for all headers together. */
    private static final int MAX_HEADER_BYTES = 96 * 1024;

    FailureHeaders {
        reason = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
    }

    /** This failure after those that the message has behind it. */
    static FailureHeaders after(
            Map<String, Object> headers, String reason, String exception, Instant now, String queue) {
        FailureHeaders before = read(headers, now);
        return new FailureHeaders(
                reason,
                exception,
                before == null ? 1 : before.attempts + 1,
                before == null ? now : before.firstFailure,
                now,
                queue);
    }

    /**
     * @param headers may be null
     * @param otherwise the time of failures that don't say theirs: the broker gave these up, not we
     * @return null if it has not failed yet
     */
    static FailureHeaders read(Map<String, Object> headers, Instant otherwise) {
        if (headers == null || !headers.containsKey(ATTEMPTS)) {
            return null;
        }
        return new FailureHeaders(
                String.valueOf(headers.get(REASON)),
                String.valueOf(headers.get(EXCEPTION)),
                headers.get(ATTEMPTS) instanceof Number attempts ? within(attempts.longValue()) : 1,
                instant(headers.get(FIRST), otherwise),
                instant(headers.get(LAST), otherwise),
                String.valueOf(headers.get(QUEUE)));
    }

    /** Whatever somebody may have written there, one more can be counted. */
    private static int within(long attempts) {
        return (int) Math.clamp(attempts, 0, Integer.MAX_VALUE - 1);
    }

    /** The message's own headers stay, unless they would not fit into a frame with these. */
    Map<String, Object> addedTo(Map<String, Object> headers) {
        Map<String, Object> all = withoutFailure(headers);
        if (bytes(all) > MAX_HEADER_BYTES) {
            all.clear();
        }
        all.put(REASON, reason);
        all.put(EXCEPTION, exception);
        all.put(ATTEMPTS, attempts);
        all.put(FIRST, firstFailure.toString());
        all.put(LAST, lastFailure.toString());
        all.put(QUEUE, queue);
        return all;
    }

    /**
     * All that wait have one priority, so that whoever came first leaves first.
     *
     * @param until when it leaves the queue that it waits in
     * @param due when it is to be tried again, then or later
     */
    static OutboundMessage waiting(OutboundMessage message, Instant until, Instant due) {
        return message.withPriority(0)
                .withMoreHeaders(Map.of(
                        UNTIL, until.toString(), DUE, due.toString(), PRIORITY, String.valueOf(message.priority())));
    }

    /** The message as it was before it waited, but for its failures. */
    static OutboundMessage restored(OutboundMessage waited) {
        Object priority = waited.headers().get(PRIORITY);
        try {
            return priority == null ? waited : waited.withPriority(Integer.parseInt(priority.toString()));
        } catch (NumberFormatException notOurs) {
            return waited;
        }
    }

    /** @return now or earlier if the headers don't say */
    static Instant dueAt(Map<String, Object> headers) {
        return instant(headers == null ? null : headers.get(DUE), Instant.EPOCH);
    }

    /** @return now or earlier if the headers don't say, as those of earlier versions */
    static Instant waitsUntil(Map<String, Object> headers) {
        return instant(headers == null ? null : headers.get(UNTIL), Instant.EPOCH);
    }

    /** As if it had never failed, and never been given up by the broker. */
    static Map<String, Object> withoutFailure(Map<String, Object> headers) {
        Map<String, Object> all = new HashMap<>();
        if (headers != null) {
            headers.forEach((name, value) -> {
                if (!isOurs(name) && !name.startsWith("x-death") && !name.contains("-death-")) {
                    all.put(name, value);
                }
            });
        }
        return all;
    }

    private static long bytes(Map<String, Object> headers) {
        try {
            return Frame.tableSize(headers);
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isOurs(String name) {
        return switch (name) {
            case DUE, UNTIL, PRIORITY, REASON, EXCEPTION, ATTEMPTS, FIRST, LAST, QUEUE -> true;
            default -> false;
        };
    }

    private static Instant instant(Object header, Instant otherwise) {
        try {
            return header == null ? otherwise : Instant.parse(header.toString());
        } catch (DateTimeParseException notOurs) {
            return otherwise;
        }
    }
}
