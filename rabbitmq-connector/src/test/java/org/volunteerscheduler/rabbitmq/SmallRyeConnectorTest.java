// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.platform.test.Proxy;
import org.volunteerscheduler.platform.test.TestBroker;
import org.volunteerscheduler.rabbitmq.application.Text;
import org.volunteerscheduler.rabbitmq.application.Theirs;
import org.volunteerscheduler.rabbitmq.outbound.NotPublished;

/**
 * Why this module exists: what the framework's own connector, {@code smallrye-rabbitmq}, does with messages that must not
 * be lost. A test here that fails after an upgrade says that a reason for this module is gone.
 */
@QuarkusTest
class SmallRyeConnectorTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Theirs theirs;
    private final TestBroker broker;
    private final Proxy proxy;
    private final MutinyEmitter<String> theirMessages;
    private final MutinyEmitter<List<Text>> ourMessages;

    SmallRyeConnectorTest(
            Theirs theirs,
            TestBroker broker,
            Proxy proxy,
            @Channel("to-nobody") MutinyEmitter<String> theirMessages,
            @Channel("texts") MutinyEmitter<List<Text>> ourMessages) {
        this.theirs = theirs;
        this.broker = broker;
        this.proxy = proxy;
        this.theirMessages = theirMessages;
        this.ourMessages = ourMessages;
    }

    @Test
    void confirmsAMessageThatNoQueueHas() {
        Uni<Void> confirmed = theirMessages.send("lost");
        confirmed.await().atMost(TIMEOUT);

        Uni<Void> ours = ourMessages.send(List.of(new Text("nobody", "kept by the sender")));
        assertThatThrownBy(() -> ours.await().atMost(TIMEOUT)).isInstanceOf(NotPublished.class);
    }

    /**
     * It acknowledges on whatever channel is open by then, where the tag of a delivery is another message's. Two messages
     * may be unacknowledged at a time, so each further delivery shows that an acknowledgement has arrived.
     */
    @Test
    void acknowledgesAnotherMessageAfterAReconnection() {
        publish("one", "two", "three");
        await("one", "two");
        theirs.acknowledge(0);
        await("one", "two", "three");

        proxy.cut();
        await("one", "two", "three", "two", "three");
        publish("four");
        // The work on "two" that began before the connection was lost is done now. Nobody has handled "three".
        theirs.acknowledge(1);
        await("one", "two", "three", "two", "three", "four");

        proxy.cut();
        // Everything unacknowledged comes again, in the order of the queue; "three" does not.
        await("one", "two", "three", "two", "three", "four", "two", "four");
    }

    private void publish(String... texts) {
        for (String text : texts) {
            broker.publish("", Theirs.QUEUE, "text", text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void await(String... delivered) {
        Awaitility.await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> assertThat(
                        theirs.delivered())
                .containsExactly(delivered));
    }
}
