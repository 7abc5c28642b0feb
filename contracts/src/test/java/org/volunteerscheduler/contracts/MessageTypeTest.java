package org.volunteerscheduler.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessageTypeTest {

    @Test
    void everyMessageHasExactlyOneType() {
        assertThat(Arrays.stream(MessageType.values()).<Class<?>>map(MessageType::record))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(records(Message.class).toList());
    }

    @Test
    void whatLiesInAQueueCanBeRead() {
        for (Queue queue : Queue.values()) {
            for (MessageType type : queue.types()) {
                assertThat(type.queues()).contains(queue);
                assertThatExceptionOfType(InvalidJson.class)
                        .as(type.routingKey())
                        .isThrownBy(() -> type.read("{}".getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(MessageTypeTest::records)
                : Stream.of(type);
    }
}
