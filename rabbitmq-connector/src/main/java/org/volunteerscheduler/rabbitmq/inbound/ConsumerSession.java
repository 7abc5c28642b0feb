package org.volunteerscheduler.rabbitmq.inbound;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jboss.logging.Logger;
import org.volunteerscheduler.rabbitmq.connection.BrokerConnection;
import org.volunteerscheduler.rabbitmq.inbound.Delivery.Item;

/**
 * One queue's deliveries on one channel, and what is acknowledged of them. It ends with the channel: the broker then
 * delivers everything unacknowledged again, to a later session.
 */
final class ConsumerSession extends DefaultConsumer {

    private static final Logger LOG = Logger.getLogger(ConsumerSession.class);

    /** What a session tells its channel. */
    interface Listener {
        void delivered(ConsumerSession session, long tag, AMQP.BasicProperties properties, byte[] body);
    }

    private final String queue;
    private final Listener listener;
    private final AcknowledgementWindow window = new AcknowledgementWindow();
    private boolean ended;

    ConsumerSession(Channel channel, String queue, Listener listener) {
        super(channel);
        this.queue = queue;
        this.listener = listener;
    }

    @Override
    public void handleDelivery(String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
        synchronized (this) {
            window.delivered(envelope.getDeliveryTag());
        }
        listener.delivered(this, envelope.getDeliveryTag(), properties, body);
    }

    /** A channel can die alone, for instance when a batch took longer than the broker's consumer timeout. */
    @Override
    public void handleShutdownSignal(String consumerTag, ShutdownSignalException cause) {
        end();
        if (!cause.isHardError()) {
            LOG.errorf("%s: reconnecting: %s", queue, cause.getMessage());
            BrokerConnection.drop(getChannel().getConnection());
        }
    }

    /** The queue was deleted; a new connection declares it again. */
    @Override
    public void handleCancel(String consumerTag) {
        LOG.errorf("%s: the broker cancelled the consumer; reconnecting", queue);
        end();
        BrokerConnection.drop(getChannel().getConnection());
    }

    synchronized void end() {
        ended = true;
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** Acknowledges, with one frame, what is now settled without a gap. */
    synchronized void settle(List<Item> items) {
        List<Long> tags = new ArrayList<>();
        for (Item item : items) {
            if (item.delivery().settleOne()) {
                tags.add(item.delivery().tag());
            }
        }
        OptionalLong last = window.settle(tags);
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
