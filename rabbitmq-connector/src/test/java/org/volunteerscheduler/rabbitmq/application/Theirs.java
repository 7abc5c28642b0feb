// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.application;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** A consumer of the framework's own RabbitMQ connector. It may have several messages in work, as its prefetch allows. */
@ApplicationScoped
public class Theirs {

    public static final String QUEUE = "theirs";

    private final List<Message<String>> deliveries = new CopyOnWriteArrayList<>();

    /** The test acknowledges when the work on a message is done. */
    @Incoming("theirs")
    Uni<Void> work(Message<String> message) {
        deliveries.add(message);
        return Uni.createFrom().voidItem();
    }

    /** Each delivery is one, also of the same message. */
    public List<String> delivered() {
        return deliveries.stream().map(Message::getPayload).toList();
    }

    /** @param n from 0, in the order of delivery */
    public void acknowledge(int n) {
        CompletableFuture.allOf(deliveries.get(n).ack().toCompletableFuture()).join();
    }
}
