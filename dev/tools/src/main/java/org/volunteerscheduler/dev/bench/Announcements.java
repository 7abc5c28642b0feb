package org.volunteerscheduler.dev.bench;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.dev.Failure;
import org.volunteerscheduler.dev.server.BrokerServer;

/** Listens, as Decidim's notifications would, for the commissions of the sales that somebody asked about. */
final class Announcements implements AutoCloseable {

    private final Connection connection;
    private final Map<String, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();

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
        CompletableFuture<Void> future =
                awaited.get(Json.parse(body).path("transaction_id").asText());
        if (future != null) {
            future.complete(null);
        }
    }

    /** To be called before the sale is posted. */
    void expect(String transactionId) {
        awaited.put(transactionId, new CompletableFuture<>());
    }

    /** @throws TimeoutException if nothing was announced in time */
    void await(String transactionId, long nanos) throws InterruptedException, TimeoutException {
        try {
            awaited.get(transactionId).get(nanos, TimeUnit.NANOSECONDS);
            awaited.remove(transactionId);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        connection.abort();
    }
}
