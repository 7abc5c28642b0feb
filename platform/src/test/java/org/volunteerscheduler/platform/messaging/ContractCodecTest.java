// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.RefundRecorded;
import org.volunteerscheduler.contracts.SaleMessage;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.rabbitmq.outbound.OutboundMessage;

class ContractCodecTest {

    private static final Instant NOW = Instant.parse("2024-12-15T10:30:00Z");
    private static final String QUEUE = "volunteer_scheduler_commissions";

    private final ContractCodec codec = new ContractCodec();

    @Test
    void salesAndRefundsTravelWithTheirLikeUpToAHundredAndKeepTheirOrder() {
        List<OutgoingMessage> messages = IntStream.range(0, 220)
                .mapToObj(i -> i < 150 ? sale("tx" + i) : refund("rf" + i))
                .map(message -> OutgoingMessage.of(message, message.key()))
                .toList();
        List<OutboundMessage> encoded = codec.encode(messages);
        assertThat(encoded)
                .extracting(OutboundMessage::type)
                .containsExactly("sale.recorded", "sale.recorded", "refund.recorded");
        assertThat(encoded.stream()
                        .flatMap(message -> codec.decode(QUEUE, message.type(), message.body()).stream())
                        .map(SaleMessage.class::cast)
                        .map(SaleMessage::key))
                .containsExactlyElementsOf(
                        messages.stream().map(OutgoingMessage::key).toList());
    }

    @Test
    void whatFailedInCompanyGoesOnAloneAndIsTheSame() {
        for (SaleMessage failed : List.of(sale("tx"), refund("rf"))) {
            OutboundMessage alone = codec.encodeAlone(failed, QUEUE);
            assertThat(alone.type()).isEqualTo(MessageType.of(failed).routingKey());
            assertThat(codec.decode(QUEUE, alone.type(), alone.body())).isEqualTo(List.of(failed));
        }
    }

    private static SaleMessage sale(String transactionId) {
        return new SaleRecorded(transactionId, 5, BigDecimal.TEN, "SCICENT", NOW, NOW);
    }

    private static SaleMessage refund(String refundId) {
        return new RefundRecorded(refundId, "tx", BigDecimal.ONE, "SCICENT", NOW, NOW, null);
    }
}
