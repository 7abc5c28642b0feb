package org.volunteerscheduler.rabbitmq.inbound;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.volunteerscheduler.rabbitmq.inbound.Delivery.Item;

/**
 * Deliveries in, batches out. A batch is whatever has arrived when the next one is asked for: one message when it is
 * quiet, {@code maxItems} under load, and nobody waits for a timer. A delivery is never divided between two batches, so
 * only a delivery that is larger than that makes a larger batch.
 */
final class BatchSource {

    private final int maxItems;
    private final Deque<Delivery> arrived = new ArrayDeque<>();
    private final Deque<List<Item>> repeated = new ArrayDeque<>();
    private boolean paused;
    private UniEmitter<? super List<Item>> demand;

    BatchSource(int maxItems) {
        this.maxItems = maxItems;
    }

    /** The next batch, as soon as there is one. Asked for once at a time. */
    Uni<List<Item>> next() {
        return Uni.createFrom().emitter(emitter -> {
            synchronized (this) {
                demand = emitter;
            }
            emit();
        });
    }

    void add(Delivery delivery) {
        synchronized (this) {
            arrived.add(delivery);
        }
        emit();
    }

    /** These batches come next, before everything that has arrived. */
    void repeat(List<List<Item>> batches) {
        synchronized (this) {
            batches.reversed().forEach(repeated::addFirst);
        }
        emit();
    }

    synchronized void pause() {
        paused = true;
    }

    void resume() {
        synchronized (this) {
            paused = false;
        }
        emit();
    }

    /** Forgets what was not emitted yet; the broker delivers it again. */
    synchronized void clear() {
        arrived.clear();
        repeated.clear();
    }

    private void emit() {
        UniEmitter<? super List<Item>> asked;
        List<Item> batch;
        synchronized (this) {
            if (demand == null || paused || (repeated.isEmpty() && arrived.isEmpty())) {
                return;
            }
            asked = demand;
            demand = null;
            batch = repeated.isEmpty() ? gather() : repeated.poll();
        }
        asked.complete(batch);
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
