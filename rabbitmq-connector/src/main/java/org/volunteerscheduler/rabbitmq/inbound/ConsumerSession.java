// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.inbound;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.jboss.logging.Logger;
import org.volunteerscheduler.rabbitmq.connection.BrokerConnection;
import org.volunteerscheduler.rabbitmq.inbound.Delivery.Item;

/**
 * One queue's deliveries on one channel, and what is acknowledged of them. It ends with the channel: the broker then
 * delivers everything unacknowledged again, to a later session. So a delivery is acknowledged on the channel it came on,
 * or not at all; its tag means nothing on any other.
 */
final class ConsumerSession extends DefaultConsumer {

    private static final Logger LOG = Logger.getLogger(ConsumerSession.class);

    /** What a session tells its channel, in the client's threads. */
    interface Listener {
        void delivered(ConsumerSession session, long tag, AMQP.BasicProperties properties, byte[] body);

        void ended(ConsumerSession session);
    }

    private final String queue;
    private final Listener listener;
    private final AcknowledgementWindow window = new AcknowledgementWindow();
    private volatile boolean ended;

    ConsumerSession(Channel channel, String queue, Listener listener) {
        super(channel);
        this.queue = queue;
        this.listener = listener;
    }

    @Override
    public void handleDelivery(String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
        listener.delivered(this, envelope.getDeliveryTag(), properties, body);
    }

    /** A channel can die alone, for instance when a batch took longer than the broker's consumer timeout. */
    @Override
    public void handleShutdownSignal(String consumerTag, ShutdownSignalException cause) {
        end();
        if (!cause.isHardError()) {
            reconnect(cause.getMessage());
        }
    }

    /** The queue was deleted; a new connection declares it again. */
    @Override
    public void handleCancel(String consumerTag) {
        end();
        reconnect("the broker cancelled the consumer");
    }

    /** Nothing is acknowledged from now on. */
    void end() {
        ended = true;
        listener.ended(this);
    }

    boolean hasEnded() {
        return ended;
    }

    /** Everything unacknowledged is delivered again on a new connection. */
    void reconnect(String why) {
        LOG.errorf("%s: reconnecting: %s", queue, why);
        BrokerConnection.drop(getChannel().getConnection());
    }

    /** In the order of delivery, and on the same thread as {@link #settle}. */
    void opened(Delivery delivery) {
        window.opened(delivery);
    }

    /** Acknowledges, with one frame, what is now settled without a gap. Blocks while the broker does not read. */
    void settle(List<Item> items) {
        OptionalLong last = window.settle(items);
        if (last.isEmpty() || ended) {
            return;
        }
        try {
            getChannel().basicAck(last.getAsLong(), true);
        } catch (IOException | AlreadyClosedException e) {
            LOG.infof("%s: not acknowledged, will be delivered again: %s", queue, e.getMessage());
        }
    }
}
