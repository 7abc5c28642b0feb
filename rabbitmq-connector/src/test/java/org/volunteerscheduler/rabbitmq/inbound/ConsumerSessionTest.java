// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.platform.test.Servers;

/** On a real broker: what ends a session, and that it takes its connection with it, so that all is declared again. */
class ConsumerSessionTest {

    private static final int TIMEOUT_SECONDS = 10;

    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private final CountDownLatch connectionLost = new CountDownLatch(1);
    private Connection connection;
    private Channel channel;
    private String queue;
    private ConsumerSession session;

    @BeforeEach
    void consume() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(Servers.variable("RABBITMQ_HOST"));
        factory.setPort(Integer.parseInt(Servers.variable("RABBITMQ_PORT")));
        factory.setUsername(Servers.variable("RABBITMQ_USERNAME"));
        factory.setPassword(Servers.variable("RABBITMQ_PASSWORD"));
        factory.setAutomaticRecoveryEnabled(false);
        connection = factory.newConnection("test");
        connection.addShutdownListener(cause -> connectionLost.countDown());
        channel = connection.createChannel();
        queue = channel.queueDeclare().getQueue();
        session = new ConsumerSession(channel, queue, new ConsumerSession.Listener() {
            @Override
            public void delivered(ConsumerSession from, long tag, AMQP.BasicProperties properties, byte[] body) {
                deliveries.add(new Delivery(from, tag, properties, body, List.of("payload")));
            }

            @Override
            public void ended(ConsumerSession ended) {}
        });
        channel.basicConsume(queue, false, session);
    }

    @AfterEach
    void disconnect() {
        connection.abort();
    }

    @Test
    void endsWithAChannelThatTheBrokerCloses() throws Exception {
        channel.basicAck(4711, false);

        awaitConnectionLost();
        assertThat(session.hasEnded()).isTrue();
    }

    @Test
    void endsWithADeletedQueue() throws Exception {
        try (Channel other = connection.createChannel()) {
            other.queueDelete(queue);
        }

        awaitConnectionLost();
        assertThat(session.hasEnded()).isTrue();
    }

    @Test
    void acknowledgesNothingOnceItHasEnded() throws Exception {
        channel.basicPublish("", queue, null, "text".getBytes(StandardCharsets.UTF_8));
        Delivery delivery = deliveries.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        session.opened(delivery);
        session.end();

        session.settle(delivery.items());

        channel.basicRecover(true);
        assertThat(deliveries.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS).tag()).isNotEqualTo(delivery.tag());
    }

    private void awaitConnectionLost() throws InterruptedException {
        assertThat(connectionLost.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
}
