// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.outbound;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.time.Clock;
import java.util.Date;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.volunteerscheduler.rabbitmq.connection.BrokerConnection;

/** What is unconfirmed on one channel. It ends with the channel: whatever is unconfirmed then has failed. */
final class ConfirmSession {

    private static final Logger LOG = Logger.getLogger(ConfirmSession.class);
    private static final String LOST = "the connection to the broker was lost";
    private static final String REFUSED = "the broker refused the message";
    private static final String MISSING = "a queue that must have the message was missing and is declared again";
    private static final String JSON = "application/json";
    private static final int PERSISTENT = 2;

    private record Unconfirmed(Publication publication, String routingKey) {}

    private final Channel channel;
    private final String appId;
    private final Clock clock;
    private final ConcurrentNavigableMap<Long, Unconfirmed> unconfirmed = new ConcurrentSkipListMap<>();
    /** Numbers of copies that no queue took. The broker returns such a copy just before it confirms it. */
    private final Set<Long> returned = ConcurrentHashMap.newKeySet();

    private boolean broken;

    private ConfirmSession(Channel channel, String appId, Clock clock) {
        this.channel = channel;
        this.appId = appId;
        this.clock = clock;
    }

    static ConfirmSession on(Channel channel, String appId, Clock clock) throws IOException {
        ConfirmSession session = new ConfirmSession(channel, appId, clock);
        channel.confirmSelect();
        channel.addConfirmListener(session::confirmed, session::refused);
        channel.addReturnListener(message ->
                session.returned.add(Long.valueOf(message.getProperties().getCorrelationId())));
        // A channel can die alone, when the exchange does not exist; a new connection declares it again.
        channel.addShutdownListener(cause -> {
            session.failAll();
            if (!cause.isHardError()) {
                BrokerConnection.drop(channel.getConnection());
            }
        });
        return session;
    }

    /** Called by one thread at a time. */
    void publish(Publication publication) {
        if (broken) {
            giveUp(publication, new NotPublished(LOST));
            return;
        }
        try {
            for (Publication.Part part : publication.parts()) {
                publish(publication, part);
            }
        } catch (IOException | AlreadyClosedException e) {
            giveUp(publication, new NotPublished(LOST));
        } catch (RuntimeException e) {
            LOG.error("reconnecting, because a message can't be written", e);
            giveUp(publication, e);
        }
    }

    /**
     * The client counts a copy before it writes it. So after one that was not written its numbers are not the broker's any
     * more, and a confirm would be taken for another message's: nothing is published on this channel again.
     */
    private void giveUp(Publication publication, Throwable why) {
        broken = true;
        publication.fail(why);
        failAll();
        BrokerConnection.drop(channel.getConnection());
    }

    private void publish(Publication publication, Publication.Part part) throws IOException {
        long number = channel.getNextPublishSeqNo();
        OutboundMessage.Copy copy = part.copy();
        unconfirmed.put(number, new Unconfirmed(publication, copy.routingKey()));
        channel.basicPublish(
                copy.exchange(),
                copy.routingKey(),
                copy.mandatory(),
                properties(part.message(), copy.headers(), number),
                part.message().body());
    }

    /** @param number by which the broker's answer to this copy is known */
    private AMQP.BasicProperties properties(OutboundMessage message, Map<String, Object> headers, long number) {
        return new AMQP.BasicProperties.Builder()
                .messageId(message.messageId())
                .correlationId(Long.toString(number))
                .type(message.type())
                .priority(message.priority())
                .deliveryMode(PERSISTENT)
                .contentType(JSON)
                .appId(appId)
                .timestamp(Date.from(clock.instant()))
                .headers(headers)
                .build();
    }

    private void confirmed(long upTo, boolean multiple) {
        Set<String> missing = new HashSet<>();
        settle(upTo, multiple, (number, entry) -> {
            if (!returned.isEmpty() && returned.remove(number)) {
                missing.add(entry.routingKey);
                entry.publication.fail(new NotPublished(MISSING));
            } else {
                entry.publication.confirmOne();
            }
        });
        if (!missing.isEmpty()) {
            LOG.errorf("reconnecting, to declare what is missing: %s", missing);
            BrokerConnection.drop(channel.getConnection());
        }
    }

    private void refused(long upTo, boolean multiple) {
        settle(upTo, multiple, (number, entry) -> entry.publication.fail(new NotPublished(REFUSED)));
    }

    private void settle(long upTo, boolean multiple, BiConsumer<Long, Unconfirmed> outcome) {
        if (multiple) {
            var settled = unconfirmed.headMap(upTo, true);
            settled.forEach(outcome);
            settled.clear();
        } else {
            Unconfirmed entry = unconfirmed.remove(upTo);
            if (entry != null) {
                outcome.accept(upTo, entry);
            }
        }
    }

    private void failAll() {
        unconfirmed.values().forEach(entry -> entry.publication.fail(new NotPublished(LOST)));
        unconfirmed.clear();
    }
}
