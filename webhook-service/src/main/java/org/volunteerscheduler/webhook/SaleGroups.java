// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.SaleMessage;
import org.volunteerscheduler.platform.messaging.OutgoingMessage;
import org.volunteerscheduler.platform.messaging.Publisher;

/**
 * Group commit: the sales and refunds that arrive while a message is unconfirmed travel together in the next ones. When it
 * is quiet a message is one sale, and nobody waits for a timer; under load the broker writes and confirms a hundred at once.
 *
 * <p>Guarantee: each is answered by the confirm of the message that it travelled in.
 */
@ApplicationScoped
public class SaleGroups {

    private final Publisher publisher;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean unconfirmed;

    public SaleGroups(Publisher publisher) {
        this.publisher = publisher;
    }

    private record Waiting(OutgoingMessage sale, UniEmitter<? super Void> answer) {}

    /** Completes and fails as {@link Publisher#publish}. */
    Uni<Void> send(SaleMessage sale) {
        OutgoingMessage message = OutgoingMessage.of(sale, sale.key());
        // A trace is carried in the headers of a message, so a traced sale travels alone.
        return Span.current().getSpanContext().isValid()
                ? publisher.publish(List.of(message))
                : Uni.createFrom().emitter(answer -> enqueue(new Waiting(message, answer)));
    }

    private void enqueue(Waiting sale) {
        synchronized (this) {
            waiting.add(sale);
        }
        sendNext();
    }

    private void sendNext() {
        List<Waiting> group;
        synchronized (this) {
            if (unconfirmed || waiting.isEmpty()) {
                return;
            }
            unconfirmed = true;
            group = take(MessageType.MAX_GROUP);
        }
        publisher
                .publish(group.stream().map(Waiting::sale).toList())
                .subscribe()
                .with(
                        confirmed -> {
                            settled();
                            group.forEach(sale -> sale.answer().complete(null));
                        },
                        failure -> {
                            // Whoever waits behind it has waited as long for the same broker.
                            List<Waiting> behind = takeAll();
                            settled();
                            group.forEach(sale -> sale.answer().fail(failure));
                            behind.forEach(sale -> sale.answer().fail(failure));
                        });
    }

    private void settled() {
        synchronized (this) {
            unconfirmed = false;
        }
        sendNext();
    }

    private synchronized List<Waiting> takeAll() {
        return take(waiting.size());
    }

    private List<Waiting> take(int most) {
        List<Waiting> taken = new ArrayList<>(Math.min(most, waiting.size()));
        while (taken.size() < most && !waiting.isEmpty()) {
            taken.add(waiting.poll());
        }
        return taken;
    }
}
