// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.volunteerscheduler.rabbitmq.inbound.Deliveries.delivery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.rabbitmq.inbound.Delivery.Item;

class AcknowledgementWindowTest {

    private final AcknowledgementWindow window = new AcknowledgementWindow();

    @Test
    void acknowledgesNothingBehindAGap() {
        Delivery one = opened(1, "a");
        Delivery two = opened(2, "b");
        Delivery three = opened(3, "c");
        Delivery four = opened(4, "d");

        assertThat(window.settle(items(two, three))).isEmpty();
        assertThat(window.settle(items(one))).hasValue(3);
        assertThat(window.settle(items(four))).hasValue(4);
    }

    @Test
    void aDeliveryOfSeveralIsAcknowledgedAfterTheLastOfThem() {
        Delivery several = opened(1, "a", "b", "c");

        assertThat(window.settle(List.of(several.items().get(2)))).isEmpty();
        assertThat(window.settle(List.of(several.items().get(0)))).isEmpty();
        assertThat(window.settle(List.of(several.items().get(1)))).hasValue(1);
    }

    @Test
    void whatIsSettledTwiceCountsOnce() {
        Delivery several = opened(1, "a", "b");
        Item first = several.items().getFirst();

        assertThat(window.settle(List.of(first))).isEmpty();
        assertThat(window.settle(List.of(first))).isEmpty();
        assertThat(window.settle(items(several))).hasValue(1);
        assertThat(window.settle(items(several))).isEmpty();
    }

    @Test
    void aDeliveryOfNothingIsAcknowledgedInItsTurn() {
        Delivery one = opened(1, "a");
        opened(2);

        assertThat(window.settle(List.of())).isEmpty();
        assertThat(window.settle(items(one))).hasValue(2);
    }

    @Property(tries = 200)
    void acknowledgesExactlyWhatIsSettledWhateverTheOrder(
            @ForAll @Size(min = 1, max = 100) List<@IntRange(max = 5) Integer> sizes, @ForAll long seed) {
        AcknowledgementWindow any = new AcknowledgementWindow();
        List<Delivery> deliveries = IntStream.range(0, sizes.size())
                .mapToObj(n -> delivery(n + 1, Collections.nCopies(sizes.get(n), "x")))
                .toList();
        deliveries.forEach(any::opened);
        List<Item> shuffled = new ArrayList<>(items(deliveries.toArray(Delivery[]::new)));
        Collections.shuffle(shuffled, new Random(seed));
        long acknowledged = any.settle(List.of()).orElse(0);

        for (Item item : shuffled) {
            OptionalLong upTo = any.settle(List.of(item));
            acknowledged = Math.max(acknowledged, upTo.orElse(0));
            long expected = deliveries.stream().takeWhile(Delivery::isSettled).count();
            assertThat(acknowledged).isEqualTo(expected);
        }

        assertThat(acknowledged).isEqualTo(deliveries.size());
    }

    private Delivery opened(long tag, String... payloads) {
        Delivery delivery = delivery(tag, List.of(payloads));
        window.opened(delivery);
        return delivery;
    }

    private static List<Item> items(Delivery... deliveries) {
        return List.of(deliveries).stream()
                .flatMap(delivery -> delivery.items().stream())
                .toList();
    }
}
