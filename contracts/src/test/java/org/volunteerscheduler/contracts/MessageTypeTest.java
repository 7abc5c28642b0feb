// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
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

    @Test
    void aSaleThatAnEarlierVersionSentAloneIsRead() {
        Instant at = Instant.parse("2024-12-15T10:30:00Z");
        SaleRecorded sale = new SaleRecorded("tx", 5, new BigDecimal("100.5"), "SCICENT", at, at);

        assertThat(MessageType.SALE_RECORDED.read(Json.write(sale))).isEqualTo(List.of(sale));
        assertThat(MessageType.SALE_RECORDED.read(MessageType.SALE_RECORDED.write(List.of(sale, sale))))
                .isEqualTo(List.of(sale, sale));
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(MessageTypeTest::records)
                : Stream.of(type);
    }
}
