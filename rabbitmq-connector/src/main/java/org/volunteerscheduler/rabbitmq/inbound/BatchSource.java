// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.inbound;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;
import org.volunteerscheduler.rabbitmq.inbound.Delivery.Item;

/**
 * Deliveries in, batches out. A batch is whatever has arrived when the next one is asked for: one message when it is
 * quiet, {@code maxItems} under load, and nobody waits for a timer. A delivery is never divided between two batches, so
 * only a delivery that is larger than that makes a larger batch. Not thread-safe.
 */
final class BatchSource {

    private static final Comparator<List<Item>> IN_ORDER = Comparator.comparing(
            List::getFirst,
            Comparator.<Item>comparingLong(item -> item.delivery().tag()).thenComparing(Item::position));

    private final int maxItems;
    private final Deque<Delivery> arrived = new ArrayDeque<>();
    private final Queue<List<Item>> repeated = new PriorityQueue<>(IN_ORDER);
    private int pauses;
    private final Deque<Consumer<List<Item>>> demands = new ArrayDeque<>();

    BatchSource(int maxItems) {
        this.maxItems = maxItems;
    }

    /** @param demand is given one batch as soon as there is one; whoever asks first is given the first */
    void next(Consumer<List<Item>> demand) {
        demands.add(demand);
        emit();
    }

    /** @param delivery of one item at least */
    void add(Delivery delivery) {
        arrived.add(delivery);
        emit();
    }

    /** These batches come before everything that has arrived; all that are repeated come in the order of the queue. */
    void repeat(List<List<Item>> batches) {
        repeated.addAll(batches);
        emit();
    }

    /** Nothing comes out until each pause is over. */
    void pause() {
        pauses++;
    }

    void resume() {
        pauses--;
        emit();
    }

    /** Drops what came with this session and has not gone out yet; the broker delivers it again. */
    void forget(ConsumerSession ended) {
        arrived.removeIf(delivery -> delivery.session() == ended);
        repeated.removeIf(batch -> batch.getFirst().delivery().session() == ended);
    }

    private void emit() {
        while (!demands.isEmpty() && pauses == 0 && !(repeated.isEmpty() && arrived.isEmpty())) {
            demands.poll().accept(repeated.isEmpty() ? gather() : repeated.poll());
        }
    }

    private List<Item> gather() {
        List<Item> batch = new ArrayList<>();
        while (!arrived.isEmpty()
                && (batch.isEmpty() || batch.size() + arrived.peek().items().size() <= maxItems)) {
            batch.addAll(arrived.poll().items());
        }
        return batch;
    }
}
