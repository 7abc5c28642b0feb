// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.inbound;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.OptionalLong;
import org.volunteerscheduler.rabbitmq.inbound.Delivery.Item;

/**
 * The deliveries of one channel that are not acknowledged yet. Items settle in any order, but one frame acknowledges
 * everything up to its tag; so a delivery is acknowledged only once it and all before it are settled. Not thread-safe.
 */
final class AcknowledgementWindow {

    private final Deque<Delivery> open = new ArrayDeque<>();

    /** In the order of delivery. */
    void opened(Delivery delivery) {
        open.add(delivery);
    }

    /**
     * @param items none where a delivery had none
     * @return the tag up to which everything may be acknowledged now, if that is news
     */
    OptionalLong settle(Collection<Item> items) {
        items.forEach(item -> item.delivery().settle(item));
        OptionalLong last = OptionalLong.empty();
        while (!open.isEmpty() && open.peek().isSettled()) {
            last = OptionalLong.of(open.poll().tag());
        }
        return last;
    }
}
