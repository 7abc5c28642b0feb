// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.volunteerscheduler.rabbitmq.inbound.Deliveries.delivery;

import com.rabbitmq.client.AMQP;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.rabbitmq.inbound.Delivery.Item;

class BatchSourceTest {

    private final BatchSource source = new BatchSource(3);
    private final List<List<Object>> batches = new ArrayList<>();

    @Test
    void aBatchIsWhatHasArrivedWhenItIsAskedFor() {
        source.add(delivery(1, List.of("a")));
        source.add(delivery(2, List.of("b")));
        ask();
        ask();
        source.add(delivery(3, List.of("c")));
        source.add(delivery(4, List.of("d")));

        assertThat(batches).containsExactly(List.of("a", "b"), List.of("c"));
    }

    @Test
    void aBatchIsAtMostAsLargeAsItMayBe() {
        Stream.of("a", "b", "c", "d").forEach(text -> source.add(delivery(1, List.of(text))));
        ask();
        ask();

        assertThat(batches).containsExactly(List.of("a", "b", "c"), List.of("d"));
    }

    @Test
    void aDeliveryIsNeverDivided() {
        source.add(delivery(1, List.of("a", "b")));
        source.add(delivery(2, List.of("c", "d")));
        source.add(delivery(3, List.of("e", "f", "g", "h")));
        source.add(delivery(4, List.of("i")));
        IntStream.range(0, 4).forEach(n -> ask());

        assertThat(batches)
                .containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e", "f", "g", "h"), List.of("i"));
    }

    @Test
    void whatIsRepeatedComesBeforeWhatHasArrivedAndStaysABatch() {
        List<Item> first = delivery(1, List.of("a", "b")).items();
        source.add(delivery(2, List.of("c")));
        source.repeat(List.of(List.of(first.get(0)), List.of(first.get(1))));
        IntStream.range(0, 3).forEach(n -> ask());

        assertThat(batches).containsExactly(List.of("a"), List.of("b"), List.of("c"));
    }

    @Test
    void whatIsRepeatedComesInTheOrderOfTheQueue() {
        source.repeat(List.of(delivery(3, List.of("c")).items()));
        List<Item> split = delivery(2, List.of("b1", "b2")).items();
        source.repeat(List.of(List.of(split.get(0)), List.of(split.get(1))));
        source.repeat(List.of(delivery(1, List.of("a")).items()));
        IntStream.range(0, 4).forEach(n -> ask());

        assertThat(batches).containsExactly(List.of("a"), List.of("b1"), List.of("b2"), List.of("c"));
    }

    @Test
    void whoeverAsksFirstIsGivenTheFirst() {
        ask();
        source.next(batch -> batches.add(List.of("second")));
        source.add(delivery(1, List.of("a")));
        assertThat(batches).containsExactly(List.of("a"));

        source.add(delivery(2, List.of("b")));
        assertThat(batches).containsExactly(List.of("a"), List.of("second"));
    }

    @Test
    void nothingComesOutUntilEachPauseIsOver() {
        ask();
        source.pause();
        source.pause();
        source.add(delivery(1, List.of("a")));
        source.repeat(List.of(delivery(2, List.of("b")).items()));
        source.resume();
        assertThat(batches).isEmpty();

        source.resume();
        assertThat(batches).containsExactly(List.of("b"));
    }

    @Test
    void whatCameWithASessionThatHasEndedIsForgottenAndNothingElse() {
        ConsumerSession ended = session();
        ConsumerSession open = session();
        source.add(delivery(ended, 1, List.of("a")));
        source.add(delivery(open, 1, List.of("b")));
        source.repeat(List.of(
                delivery(ended, 2, List.of("c")).items(),
                delivery(open, 2, List.of("d")).items()));
        source.forget(ended);
        IntStream.range(0, 3).forEach(n -> ask());

        assertThat(batches).containsExactly(List.of("d"), List.of("b"));
    }

    @Property(tries = 200)
    void everythingGoesOutOnceAndInOrderInBatchesThatAreFull(
            @ForAll @Size(max = 100) List<@IntRange(min = 1, max = 12) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 10) int maxItems) {
        BatchSource any = new BatchSource(maxItems);
        List<Delivery> deliveries = IntStream.range(0, sizes.size())
                .mapToObj(n -> delivery(n, Collections.nCopies(sizes.get(n), String.valueOf(n))))
                .toList();
        deliveries.forEach(any::add);
        List<List<Item>> out = new ArrayList<>();
        for (int before = -1; before < out.size(); ) {
            before = out.size();
            any.next(out::add);
        }

        assertThat(out.stream().flatMap(List::stream))
                .containsExactlyElementsOf(deliveries.stream()
                        .flatMap(delivery -> delivery.items().stream())
                        .toList());
        for (int i = 0; i < out.size(); i++) {
            List<Item> batch = out.get(i);
            boolean ofOneDelivery =
                    batch.getFirst().delivery() == batch.getLast().delivery();
            assertThat(batch.size() <= maxItems || ofOneDelivery).isTrue();
            if (i + 1 < out.size()) {
                int next = out.get(i + 1).getFirst().delivery().items().size();
                assertThat(batch.size() + next).isGreaterThan(maxItems);
            }
        }
    }

    private void ask() {
        source.next(batch -> batches.add(batch.stream().map(Item::payload).toList()));
    }

    private static ConsumerSession session() {
        return new ConsumerSession(null, "queue", new ConsumerSession.Listener() {
            @Override
            public void delivered(ConsumerSession session, long tag, AMQP.BasicProperties properties, byte[] body) {}

            @Override
            public void ended(ConsumerSession session) {}
        });
    }
}
