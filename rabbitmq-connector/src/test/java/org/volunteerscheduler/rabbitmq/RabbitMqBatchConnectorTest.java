// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.platform.test.Proxy;
import org.volunteerscheduler.platform.test.TestBroker;
import org.volunteerscheduler.rabbitmq.application.Text;
import org.volunteerscheduler.rabbitmq.application.TextCodec;
import org.volunteerscheduler.rabbitmq.application.Work;
import org.volunteerscheduler.rabbitmq.connection.BrokerConnection;
import org.volunteerscheduler.rabbitmq.connection.Topology;
import org.volunteerscheduler.rabbitmq.outbound.NotPublished;

/** The connector in an application, on a real broker behind a proxy. Every test leaves the application working. */
@QuarkusTest
class RabbitMqBatchConnectorTest {

    private static final Topology.Queue WORK = new Topology.Queue(Work.QUEUE, List.of());
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Work work;
    private final TestBroker broker;
    private final Proxy proxy;
    private final BrokerConnection connection;
    private final Topology topology;
    private final MutinyEmitter<List<Text>> texts;
    private final SmallRyeHealthReporter health;

    RabbitMqBatchConnectorTest(
            Work work,
            TestBroker broker,
            Proxy proxy,
            BrokerConnection connection,
            Topology topology,
            @org.eclipse.microprofile.reactive.messaging.Channel("texts") MutinyEmitter<List<Text>> texts,
            SmallRyeHealthReporter health) {
        this.work = work;
        this.broker = broker;
        this.proxy = proxy;
        this.connection = connection;
        this.topology = topology;
        this.texts = texts;
        this.health = health;
    }

    @AfterEach
    void settle() {
        proxy.release();
        work.reset();
        awaitSent(Work.QUEUE, "the end of a test");
        awaitResults("the end of a test");
        broker.awaitReady(Work.QUEUE, 0);
        broker.drain(Work.RESULTS);
        work.reset();
    }

    @Test
    void whatABatchAnswersIsPublishedAndTheBatchAcknowledged() {
        deliver("one", "two", "three");
        awaitResults("one", "two", "three");

        // An acknowledgement may still be on its way when the connection is lost; a later one arrives.
        await().untilAsserted(() -> {
            work.reset();
            proxy.cut();
            awaitSent(Work.QUEUE, "last");
            await().until(() -> work.attempts("last") > 0);
            assertThat(work.batches()).containsOnly(List.of("last"));
        });
    }

    @Test
    void aBatchWhoseConnectionIsLostIsDeliveredAgain() {
        CompletableFuture<List<Text>> answer = new CompletableFuture<>();
        work.becomes(batch -> Uni.createFrom().completionStage(answer));
        deliver("cut|off");
        await().until(() -> work.attempts("cut") == 1);

        proxy.cut();
        work.becomes(batch -> Uni.createFrom().item(Work.answers(batch)));
        answer.complete(Work.answers(List.of("cut", "off")));

        awaitResults("cut", "off");
        await().until(() -> work.attempts("cut") >= 2);
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void aBatchWhoseAnswerIsNotConfirmedIsRepeatedWholeAndCostsNoAttempt() {
        CompletableFuture<List<Text>> answer = new CompletableFuture<>();
        work.becomes(batch -> Uni.createFrom().completionStage(answer));
        deliver("not|confirmed");
        await().until(() -> work.attempts("not") == 1);

        proxy.holdClients();
        answer.complete(Work.answers(List.of("not", "confirmed")));
        await().until(() -> work.attempts("not") >= 2);
        proxy.release();

        awaitResults("not", "confirmed");
        assertThat(work.batches()).containsOnly(List.of("not", "confirmed"));
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void onlyTheMessageAtFaultIsTriedAgainAndGivenUp() {
        work.becomes(batch -> batch.contains("bad")
                ? Uni.createFrom().failure(new IllegalStateException("the test's own"))
                : Uni.createFrom().item(Work.answers(batch)));
        deliver("good|bad|better");

        awaitResults("good", "better");
        List<GetResponse> dead = new ArrayList<>();
        await().until(() -> dead.addAll(deadLetters()));
        assertThat(dead).hasSize(1);
        assertThat(text(dead.getFirst())).isEqualTo("bad");
        assertThat(dead.getFirst().getProps().getHeaders())
                .hasEntrySatisfying("x-reason", reason -> assertThat(reason).hasToString("the test's own"))
                .containsEntry("x-attempts", 3);
        // Once in company, and then alone: at once and after each of the two delays.
        assertThat(work.attempts("bad")).isEqualTo(4);
        assertThat(work.attempts("good")).isEqualTo(2);
    }

    @Test
    void whatCannotBeDecodedIsGivenUpAtOnce() {
        deliver(TextCodec.UNDECODABLE, "decodable");

        awaitResults("decodable");
        List<GetResponse> dead = new ArrayList<>();
        await().until(() -> dead.addAll(deadLetters()));
        assertThat(dead.getFirst().getProps().getHeaders())
                .hasEntrySatisfying("x-reason", reason -> assertThat(reason).hasToString("not a text"));
        assertThat(work.batches()).containsExactly(List.of("decodable"));
    }

    @Test
    void aDeletedQueueIsDeclaredAgainAndConsumed() {
        broker.delete(Work.QUEUE);

        awaitSent(Work.QUEUE, "after it was deleted");
        awaitResults("after it was deleted");
    }

    @Test
    void aMessageWithoutAQueueIsNotPublishedUntilTheQueueIsDeclaredAgain() {
        broker.delete(Work.RESULTS);

        assertNotPublished(() -> send(Work.RESULTS, "unroutable"), "missing");
        awaitSent(Work.RESULTS, "routable");
        assertThat(broker.drain(Work.RESULTS))
                .extracting(RabbitMqBatchConnectorTest::text)
                .containsExactly("routable");
    }

    @Test
    void aMessageThatIsNotConfirmedInTimeIsNotPublished() {
        proxy.holdClients();

        assertNotPublished(() -> send(Work.RESULTS, "late"), "did not confirm in time");
    }

    @Test
    void aMessageWhoseConnectionIsLostIsNotPublished() {
        proxy.holdClients();
        CompletableFuture<Void> sent =
                texts.send(List.of(new Text(Work.RESULTS, "cut off"))).subscribeAsCompletionStage();
        proxy.cut();

        assertThatThrownBy(sent::join).hasCauseInstanceOf(NotPublished.class);
    }

    @Test
    void aChannelThatTheBrokerClosesIsOpenedAgain() throws IOException, TimeoutException {
        try (Channel channel = connection.openChannel()) {
            channel.exchangeDelete(topology.exchange());
        }

        // A missing exchange ends the channel, and all that is unconfirmed on it has failed.
        assertNotPublished(() -> send("", "announced to nobody"), "lost");
        await().until(() -> isSent("", "announced"));
    }

    @Test
    void aChannelThatLostItsMethodIsNotAlive() {
        assertThat(health.getLiveness().isDown()).isFalse();

        broker.publish("", "stream", "text", "fatal".getBytes(StandardCharsets.UTF_8));

        await().until(() -> health.getLiveness().isDown());
        assertThat(health.getLiveness().getPayload().toString()).contains("nobody consumes [stream]");
    }

    private void deliver(String... bodies) {
        for (String body : bodies) {
            broker.publish("", Work.QUEUE, "text", body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void send(String queue, String text) {
        texts.send(List.of(new Text(queue, text))).await().atMost(TIMEOUT);
    }

    private boolean isSent(String queue, String text) {
        try {
            send(queue, text);
            return true;
        } catch (NotPublished again) {
            return false;
        }
    }

    private void awaitSent(String queue, String text) {
        await().until(() -> isSent(queue, text));
    }

    /** Each at least once; a message may be answered twice. */
    private void awaitResults(String... texts) {
        List<String> results = new ArrayList<>();
        await().untilAsserted(() -> {
            broker.drain(Work.RESULTS).forEach(result -> results.add(text(result)));
            for (String text : texts) {
                assertThat(results).contains("done " + text);
            }
        });
    }

    private List<GetResponse> deadLetters() {
        return broker.drain(WORK.deadLetterQueue());
    }

    private static void assertNotPublished(ThrowingCallable sending, String why) {
        assertThatThrownBy(sending).isInstanceOf(NotPublished.class).hasMessageContaining(why);
    }

    private static String text(GetResponse message) {
        return new String(message.getBody(), StandardCharsets.UTF_8);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(TIMEOUT).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20));
    }
}
