package org.volunteerscheduler.rabbitmq.outbound;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Messages that are confirmed together: done when the broker has confirmed every copy, failed with the first it has not. */
final class Publication {

    /** One copy of one message. */
    record Part(OutboundMessage message, OutboundMessage.Copy copy) {}

    private final List<Part> parts;
    private final long deadlineNanos;
    private final AtomicInteger unconfirmed;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    /** @param deadlineNanos as {@link System#nanoTime} counts */
    Publication(Collection<OutboundMessage> messages, String exchange, long deadlineNanos) {
        this.parts = messages.stream()
                .flatMap(message -> message.copies(exchange).stream().map(copy -> new Part(message, copy)))
                .toList();
        this.deadlineNanos = deadlineNanos;
        this.unconfirmed = new AtomicInteger(parts.size());
    }

    List<Part> parts() {
        return parts;
    }

    CompletableFuture<Void> done() {
        return done;
    }

    boolean isDone() {
        return done.isDone();
    }

    boolean isExpired(long nowNanos) {
        return deadlineNanos - nowNanos < 0;
    }

    void confirmOne() {
        if (unconfirmed.decrementAndGet() == 0) {
            done.complete(null);
        }
    }

    void fail(String why) {
        done.completeExceptionally(new NotPublished(why));
    }
}
