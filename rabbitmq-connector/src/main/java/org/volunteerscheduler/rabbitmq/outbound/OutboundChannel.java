// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.outbound;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Publishes what a channel carries, and acknowledges it once the broker has confirmed all of it. A message's payload is
 * what the codec encodes, or a {@code List} of that, which is confirmed as a whole.
 */
public final class OutboundChannel implements Flow.Subscriber<Message<?>> {

    private static final Logger LOG = Logger.getLogger(OutboundChannel.class);

    private final String name;
    private final Function<List<?>, List<OutboundMessage>> encode;
    private final ConfirmedPublisher publisher;

    /** @param name of the channel, for the log */
    public OutboundChannel(String name, Function<List<?>, List<OutboundMessage>> encode, ConfirmedPublisher publisher) {
        this.name = name;
        this.encode = encode;
        this.publisher = publisher;
    }

    /** How much may be in flight is the publisher's to limit. */
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Message<?> message) {
        Uni.createFrom()
                .item(() -> encoded(message.getPayload()))
                .chain(publisher::publish)
                .subscribe()
                .with(confirmed -> message.ack(), message::nack);
    }

    private List<OutboundMessage> encoded(Object payload) {
        return encode.apply(payload instanceof List<?> several ? several : List.of(payload));
    }

    @Override
    public void onError(Throwable failure) {
        LOG.errorf(failure, "channel %s failed", name);
    }

    @Override
    public void onComplete() {
        LOG.debugf("channel %s is complete", name);
    }
}
