package org.volunteerscheduler.rabbitmq.inbound;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.volunteerscheduler.rabbitmq.inbound.Delivery.Item;

/**
 * Deliveries in, batches out. A batch is whatever has arrived when the next one is asked for: one message when it is
 * quiet, {@code maxItems} under load, and nobody waits for a timer. A delivery is never divided between two batches, so
 * only a delivery that is larger than that makes a larger batch. Not thread-safe.
 */
final class BatchSource {

    private final int maxItems;
    private final Deque<Delivery> arrived = new ArrayDeque<>();
    private final Deque<List<Item>> repeated = new ArrayDeque<>();
    private int pauses;
    private Consumer<List<Item>> demand;

    BatchSource(int maxItems) {
        this.maxItems = maxItems;
    }

    /** @param demanded is given one batch as soon as there is one; asked for once at a time */
    void next(Consumer<List<Item>> demanded) {
        demand = demanded;
        emit();
    }

    /** @param delivery of one item at least */
    void add(Delivery delivery) {
        arrived.add(delivery);
        emit();
    }

    /** These batches come next, before everything that has arrived. */
    void repeat(List<List<Item>> batches) {
        batches.reversed().forEach(repeated::addFirst);
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
        if (demand == null || pauses > 0 || (repeated.isEmpty() && arrived.isEmpty())) {
            return;
        }
        Consumer<List<Item>> demanded = demand;
        demand = null;
        demanded.accept(repeated.isEmpty() ? gather() : repeated.poll());
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
