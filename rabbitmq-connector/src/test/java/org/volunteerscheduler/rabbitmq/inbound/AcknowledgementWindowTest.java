package org.volunteerscheduler.rabbitmq.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AcknowledgementWindowTest {

    private final AcknowledgementWindow window = new AcknowledgementWindow();

    @Test
    void acknowledgesNothingBehindAGap() {
        LongStream.rangeClosed(1, 4).forEach(window::delivered);

        assertThat(window.settle(List.of(2L, 3L))).isEmpty();
        assertThat(window.settle(List.of(1L))).hasValue(3);
        assertThat(window.settle(List.of(4L))).hasValue(4);
        assertThat(window.isEmpty()).isTrue();
    }

    @Property(tries = 200)
    void acknowledgesExactlyWhatIsSettledWhateverTheOrder(
            @ForAll @IntRange(min = 1, max = 200) int deliveries, @ForAll long seed) {
        AcknowledgementWindow any = new AcknowledgementWindow();
        List<Long> tags =
                new ArrayList<>(LongStream.rangeClosed(1, deliveries).boxed().toList());
        tags.forEach(any::delivered);
        Collections.shuffle(tags, new Random(seed));
        Set<Long> settled = new HashSet<>();
        long acknowledged = 0;

        for (long tag : tags) {
            settled.add(tag);
            OptionalLong upTo = any.settle(List.of(tag));
            acknowledged = Math.max(acknowledged, upTo.orElse(0));
            assertThat(settled)
                    .containsAll(LongStream.rangeClosed(1, acknowledged).boxed().toList());
            assertThat(settled).doesNotContain(acknowledged + 1);
        }

        assertThat(acknowledged).isEqualTo(deliveries);
    }
}
