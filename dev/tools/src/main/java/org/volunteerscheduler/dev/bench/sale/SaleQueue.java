// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.sale;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.dev.system.BrokerServer;

/** The queue of sales to settle, filled as webhook-service fills it under load: in full groups. */
final class SaleQueue {

    private static final int PERSISTENT = 2;
    private static final int GROUPS_CONFIRMED_TOGETHER = 100;
    private static final int CONFIRM_TIMEOUT_MS = 60_000;

    private final SaleData sales;

    SaleQueue(SaleData sales) {
        this.sales = sales;
    }

    static long length(BrokerServer broker) {
        return broker.messages(Queue.COMMISSIONS.queueName());
    }

    /**
     * Puts so many sales into the queue.
     *
     * @return how many a second
     */
    double put(BrokerServer broker, int count) {
        Iterator<SaleRecorded> backlog = sales.backlog(count, Instant.now());
        long start = System.nanoTime();
        broker.onChannel(channel -> {
            channel.confirmSelect();
            for (int i = 1; backlog.hasNext(); i++) {
                List<SaleRecorded> group = new ArrayList<>(MessageType.MAX_GROUP);
                while (group.size() < MessageType.MAX_GROUP && backlog.hasNext()) {
                    group.add(backlog.next());
                }
                publish(channel, group);
                if (i % GROUPS_CONFIRMED_TOGETHER == 0 || !backlog.hasNext()) {
                    channel.waitForConfirmsOrDie(CONFIRM_TIMEOUT_MS);
                }
            }
            return null;
        });
        return count / ((System.nanoTime() - start) / 1e9);
    }

    private static void publish(Channel channel, List<SaleRecorded> group) throws IOException {
        channel.basicPublish(
                Queue.EXCHANGE,
                MessageType.SALE_RECORDED.routingKey(),
                new AMQP.BasicProperties.Builder()
                        .messageId(UUID.randomUUID().toString())
                        .type(MessageType.SALE_RECORDED.routingKey())
                        .priority(MessageType.SALE_RECORDED.priority())
                        .deliveryMode(PERSISTENT)
                        .contentType("application/json")
                        .build(),
                MessageType.SALE_RECORDED.write(group));
    }
}
