// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

import static org.volunteerscheduler.dev.system.Environment.required;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;

/** The broker, in a virtual host of a tool's own. */
public record BrokerServer(
        String virtualHost, String host, int port, String username, String password, URI managementUrl) {

    /** A virtual host takes its time to go if a million messages lie in it. */
    private static final Duration MANAGEMENT_TIMEOUT = Duration.ofMinutes(2);

    private static final Duration QUEUE_CHECK = Duration.ofMillis(200);

    public static BrokerServer fromEnvironment(String virtualHost) {
        return new BrokerServer(
                virtualHost,
                required("RABBITMQ_HOST"),
                Environment.requiredNumber("RABBITMQ_PORT"),
                required("RABBITMQ_USERNAME"),
                required("RABBITMQ_PASSWORD"),
                URI.create(required("RABBITMQ_MANAGEMENT_URL")));
    }

    /** Empty, whatever an earlier run left behind. */
    public void createVirtualHost() {
        deleteVirtualHost();
        manage("PUT", "/api/vhosts/" + virtualHost, "{}");
        manage(
                "PUT",
                "/api/permissions/" + virtualHost + "/" + username,
                "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}");
    }

    public void deleteVirtualHost() {
        manage("DELETE", "/api/vhosts/" + virtualHost, "");
    }

    /** How many messages each queue holds, ready or unacknowledged; some seconds old. */
    public Map<String, Long> queues() {
        Map<String, Long> messagesByName = new TreeMap<>();
        for (JsonNode queue : manage("GET", "/api/queues/" + virtualHost + "?columns=name,messages", "")) {
            // One that has not been counted yet is not known to be empty.
            messagesByName.put(
                    queue.path("name").asText(), queue.path("messages").asLong(1));
        }
        return messagesByName;
    }

    private JsonNode manage(String method, String path, String body) {
        Answer answer = Http.send(
                method,
                managementUrl.resolve(path),
                Map.of("Authorization", Http.basicAuthorization(username, password)),
                body.getBytes(StandardCharsets.UTF_8),
                MANAGEMENT_TIMEOUT);
        boolean nothingToDelete = method.equals("DELETE") && answer.status() == 404;
        if (!answer.isSuccess() && !nothingToDelete) {
            throw new Failure("RabbitMQ's management answers " + answer.status() + " to " + method + " " + path);
        }
        return answer.body();
    }

    public Connection connect() {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(host);
        factory.setPort(port);
        factory.setUsername(username);
        factory.setPassword(password);
        factory.setVirtualHost(virtualHost);
        try {
            return factory.newConnection(virtualHost);
        } catch (IOException | TimeoutException e) {
            throw new Failure("no connection to RabbitMQ at " + host + ":" + port, e);
        }
    }

    /** What is done on a channel of its own. */
    @FunctionalInterface
    public interface ChannelWork<T> {
        T on(Channel channel) throws IOException, TimeoutException, InterruptedException;
    }

    public <T> T onChannel(ChannelWork<T> work) {
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            return work.on(channel);
        } catch (IOException | TimeoutException e) {
            throw new Failure("RabbitMQ refuses", e);
        } catch (InterruptedException e) {
            throw Wait.interrupted(e);
        }
    }

    /** Messages that lie ready in a queue, at this moment. */
    public long messages(String queue) {
        return onChannel(channel -> channel.messageCount(queue));
    }

    public void purge(String queue) {
        onChannel(channel -> channel.queuePurge(queue));
    }

    /** Returns when no message lies ready in any of these queues; what consumers have not acknowledged does not count. */
    public void awaitEmpty(Collection<String> queues, Duration timeout) {
        onChannel(channel -> {
            long deadline = System.nanoTime() + timeout.toNanos();
            for (String queue : queues) {
                while (channel.messageCount(queue) > 0) {
                    if (System.nanoTime() > deadline) {
                        throw new Failure(queue + " is not empty after " + timeout.toSeconds() + " s");
                    }
                    Wait.pause(QUEUE_CHECK);
                }
            }
            return null;
        });
    }
}
