package org.volunteerscheduler.rabbitmq.inbound;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which deliveries of one channel are settled. Batches settle in any order, but one frame acknowledges everything up to
 * its tag; so a delivery is acknowledged only once all before it are settled. Not thread-safe.
 */
final class AcknowledgementWindow {

    private final Deque<Long> open = new ArrayDeque<>();
    private final Set<Long> settled = new HashSet<>();

    /** @param deliveryTag higher than all before it */
    void delivered(long deliveryTag) {
        open.add(deliveryTag);
    }

    /** @return the tag up to which everything may be acknowledged now, if that is news */
    OptionalLong settle(Collection<Long> deliveryTags) {
        settled.addAll(deliveryTags);
        long last = -1;
        while (!open.isEmpty() && settled.remove(open.peek())) {
            last = open.poll();
        }
        return last < 0 ? OptionalLong.empty() : OptionalLong.of(last);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }
}
