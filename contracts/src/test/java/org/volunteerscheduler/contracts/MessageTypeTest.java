package org.volunteerscheduler.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MessageTypeTest {

    @Test
    void everyMessageHasExactlyOneType() {
        assertThat(Arrays.stream(MessageType.values()).map(MessageType::record))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrder(subtypes());
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

    @SuppressWarnings("unchecked")
    private static Class<? extends Message>[] subtypes() {
        return (Class<? extends Message>[]) Message.class.getPermittedSubclasses();
    }
}
