package org.volunteerscheduler.rabbitmq.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.volunteerscheduler.rabbitmq.inbound.Deliveries.delivery;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.rabbitmq.inbound.Delivery.Item;

class DeliveryTest {

    @Test
    void whatTravelledAloneKeepsItsMessageId() {
        assertThat(delivery(7, List.of("a")).items())
                .extracting(item -> item.properties().getMessageId())
                .containsExactly("message-7");
    }

    @Test
    void whatTravelledInCompanyHasAMessageIdOfItsOwnAndAlwaysTheSame() {
        List<String> ids = messageIds(delivery(7, List.of("a", "a", "b")));

        assertThat(ids).doesNotHaveDuplicates().doesNotContain("message-7");
        assertThat(messageIds(delivery(7, List.of("a", "a", "b")))).isEqualTo(ids);
    }

    private static List<String> messageIds(Delivery delivery) {
        return delivery.items().stream()
                .map(Item::properties)
                .map(properties -> properties.getMessageId())
                .toList();
    }
}
