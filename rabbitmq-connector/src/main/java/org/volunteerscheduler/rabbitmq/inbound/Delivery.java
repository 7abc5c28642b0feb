package org.volunteerscheduler.rabbitmq.inbound;

import com.rabbitmq.client.AMQP;
import java.util.List;

/** A message as the broker delivered it, with the payloads that travelled in it: one, or several together. */
final class Delivery {

    private final ConsumerSession session;
    private final long tag;
    private final AMQP.BasicProperties properties;
    private final byte[] body;
    private final List<Item> items;
    private int unsettled;

    Delivery(ConsumerSession session, long tag, AMQP.BasicProperties properties, byte[] body, List<?> payloads) {
        this.session = session;
        this.tag = tag;
        this.properties = properties;
        this.body = body;
        this.items = payloads.stream().map(payload -> new Item(this, payload)).toList();
        this.unsettled = items.size();
    }

    /** One payload on its way through a batch. */
    record Item(Delivery delivery, Object payload) {

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

    byte[] body() {
        return body;
    }

    List<Item> items() {
        return items;
    }

    /** @return whether this was the last of its items */
    boolean settleOne() {
        return --unsettled == 0;
    }
}
