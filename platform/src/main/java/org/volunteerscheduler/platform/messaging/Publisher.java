// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.messaging;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Sends messages that no batch answers: from HTTP, from schedules, and page by page from long work. */
@ApplicationScoped
public class Publisher {

    private final MutinyEmitter<List<OutgoingMessage>> messages;

    public Publisher(
            @Channel("messages") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<List<OutgoingMessage>> messages) {
        this.messages = messages;
    }

    /**
     * Completes when the broker has confirmed every message on each queue that must have it; else fails with {@link
     * org.volunteerscheduler.rabbitmq.outbound.NotPublished}. What failed may have been kept all the same.
     */
    public Uni<Void> publish(List<OutgoingMessage> outgoing) {
        return outgoing.isEmpty() ? Uni.createFrom().voidItem() : messages.send(outgoing);
    }
}
