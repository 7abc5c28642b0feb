// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.rabbitmq.client.AMQP;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.rabbitmq.outbound.OutboundMessage.Copy;

class OutboundMessageTest {

    private static final byte[] BODY = {1, 2, 3};

    @Test
    void eachQueueThatMustHaveItGetsAMandatoryCopy() {
        assertThat(message(List.of("one", "two"), false).copies("exchange"))
                .containsExactly(
                        new Copy("", "one", true, Map.of("a", "b")), new Copy("", "two", true, Map.of("a", "b")));
    }

    @Test
    void anAnnouncementNeedNotReachAnybody() {
        assertThat(message(List.of(), true).copies("exchange"))
                .containsExactly(new Copy("exchange", "type", false, Map.of("a", "b")));
    }

    @Test
    void anAnnouncementOfWhatWasAlsoSentSaysSo() {
        List<Copy> copies = message(List.of("one"), true).copies("exchange");

        assertThat(copies).hasSize(2);
        assertThat(isSurplus(copies.get(0))).isFalse();
        assertThat(isSurplus(copies.get(1))).isTrue();
    }

    @Test
    void aMessageThatCameKeepsWhatTellsItFromOthers() {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .messageId("id")
                .type("type")
                .priority(7)
                .headers(Map.of("a", "b"))
                .build();

        OutboundMessage again = OutboundMessage.again(properties, BODY, "queue");

        assertThat(again)
                .isEqualTo(
                        new OutboundMessage(List.of("queue"), false, "id", "type", 7, Map.of("a", "b"), again.body()));
        assertThat(again.body()).isEqualTo(BODY);
    }

    @Test
    void aMessageThatCameWithNothingButItsBodyGetsAnIdThatFollowsFromIt() {
        AMQP.BasicProperties none = new AMQP.BasicProperties();

        OutboundMessage again = OutboundMessage.again(none, BODY, "queue");

        assertThat(again.messageId()).isEqualTo(OutboundMessage.idOf(none, BODY.clone()));
        assertThat(again.messageId()).isNotEqualTo(OutboundMessage.idOf(none, new byte[] {1, 2}));
        assertThat(again.priority()).isZero();
        assertThat(again.headers()).isEmpty();
    }

    @Test
    void whatNobodyCouldGetOrAmqpCannotCarryIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> message(List.of(), false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OutboundMessage(List.of(), true, "id", null, 0, Map.of(), BODY));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OutboundMessage(List.of("q"), false, "id", "é".repeat(128), 0, Map.of(), BODY));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OutboundMessage(List.of("q"), false, "i".repeat(256), "t", 0, Map.of(), BODY));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> message(List.of("q"), false).withPriority(256));
    }

    private static OutboundMessage message(List<String> queues, boolean announced) {
        return new OutboundMessage(queues, announced, "id", "type", 0, Map.of("a", "b"), BODY);
    }

    private static boolean isSurplus(Copy copy) {
        return OutboundMessage.isSurplus(
                new AMQP.BasicProperties.Builder().headers(copy.headers()).build());
    }
}
