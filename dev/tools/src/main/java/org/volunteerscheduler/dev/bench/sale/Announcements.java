// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.sale;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.dev.system.BrokerServer;
import org.volunteerscheduler.dev.system.Failure;

/** Listens, as Decidim's notifications would, for the commissions of the sales that somebody asked about. */
final class Announcements implements AutoCloseable {

    private final Connection connection;
    private final Map<String, Runnable> expected = new ConcurrentHashMap<>();

    /** The exchange must exist, so a service must have been ready before. */
    Announcements(BrokerServer broker) {
        connection = broker.connect();
        try {
            Channel channel = connection.createChannel();
            String queue = channel.queueDeclare().getQueue();
            channel.queueBind(queue, Queue.EXCHANGE, MessageType.COMMISSION_EARNED.routingKey());
            channel.basicConsume(queue, true, (tag, delivery) -> announced(delivery.getBody()), tag -> {});
        } catch (IOException e) {
            throw new Failure("cannot listen for commissions", e);
        }
    }

    private void announced(byte[] body) {
        for (JsonNode sale : Json.parse(body).path("items")) {
            Runnable action = expected.remove(sale.path("transaction_id").asText());
            if (action != null) {
                action.run();
            }
        }
    }

    /** To be called before the sale is posted. */
    void expect(String transactionId, Runnable action) {
        expected.put(transactionId, action);
    }

    @Override
    public void close() {
        connection.abort();
    }
}
