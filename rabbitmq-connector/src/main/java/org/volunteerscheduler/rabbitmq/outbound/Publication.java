// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.outbound;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Messages that are confirmed together: done when the broker has confirmed every copy, failed with the first it has not. */
final class Publication {

    /** Of what surrounds a body in memory, roughly. */
    private static final int MESSAGE_OVERHEAD = 1024;

    /** One copy of one message. */
    record Part(OutboundMessage message, OutboundMessage.Copy copy) {}

    private final long bytes;
    private final AtomicInteger unconfirmed;
    private final CompletableFuture<Void> done;
    private volatile List<Part> parts;

    /**
     * @param messages at least one
     * @param timeout after which it has failed
     */
    Publication(Collection<OutboundMessage> messages, String exchange, Duration timeout) {
        this.parts = messages.stream()
                .flatMap(message -> message.copies(exchange).stream().map(copy -> new Part(message, copy)))
                .toList();
        this.bytes = messages.stream()
                .mapToLong(message -> message.body().length + MESSAGE_OVERHEAD)
                .sum();
        this.unconfirmed = new AtomicInteger(parts.size());
        this.done = new CompletableFuture<Void>().orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    List<Part> parts() {
        return parts;
    }

    /** What it takes of memory, roughly. */
    long bytes() {
        return bytes;
    }

    /** Fails with {@link NotPublished}, with a {@code TimeoutException}, or with what is wrong with a message. */
    CompletableFuture<Void> done() {
        return done;
    }

    void confirmOne() {
        if (unconfirmed.decrementAndGet() == 0) {
            done.complete(null);
        }
    }

    void fail(Throwable why) {
        done.completeExceptionally(why);
    }

    /** It is done: whoever still holds it holds no message, and writes none. */
    void release() {
        parts = List.of();
    }
}
