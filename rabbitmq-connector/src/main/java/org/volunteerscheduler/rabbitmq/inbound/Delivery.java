// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.inbound;

import com.rabbitmq.client.AMQP;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.volunteerscheduler.rabbitmq.outbound.OutboundMessage;

/**
 * A message as the broker delivered it, with the payloads that travelled in it: one, several, or none. Not thread-safe.
 */
final class Delivery {

    private final ConsumerSession session;
    private final long tag;
    private final AMQP.BasicProperties properties;
    private final byte[] body;
    private final List<Item> items;
    private final BitSet unsettled;

    Delivery(ConsumerSession session, long tag, AMQP.BasicProperties properties, byte[] body, List<?> payloads) {
        this.session = session;
        this.tag = tag;
        this.properties = properties;
        this.body = body;
        this.items = IntStream.range(0, payloads.size())
                .mapToObj(n -> new Item(this, n, payloads.get(n)))
                .toList();
        this.unsettled = new BitSet();
        unsettled.set(0, items.size());
    }

    /**
     * One payload on its way through a batch.
     *
     * @param position in its delivery, from 0
     */
    record Item(Delivery delivery, int position, Object payload) {

        boolean travelledAlone() {
            return delivery.items.size() == 1;
        }
    }

    ConsumerSession session() {
        return session;
    }

    long tag() {
        return tag;
    }

    AMQP.BasicProperties properties() {
        return properties;
    }

    OutboundMessage asItCame(String queue) {
        return OutboundMessage.again(properties, body, queue);
    }

    List<Item> items() {
        return items;
    }

    void settle(Item item) {
        unsettled.clear(item.position());
    }

    /** Whether nothing of it is left to do, so that it may be acknowledged. */
    boolean isSettled() {
        return unsettled.isEmpty();
    }
}
