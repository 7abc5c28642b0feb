// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.Queue;

/** A test's own way into the broker, around the service under test. */
public final class TestBroker implements AutoCloseable {

    private final Connection connection;
    private final Channel channel;

    private TestBroker(Connection connection) throws IOException {
        this.connection = connection;
        this.channel = connection.createChannel();
        channel.confirmSelect();
    }

    /** In a virtual host that is empty but for what its services will declare. */
    public static TestBroker fresh(String name) {
        createVirtualHost(virtualHost(name));
        return of(name);
    }

    /** @param service or whatever else {@link #fresh} was told */
    public static TestBroker of(String service) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(Servers.variable("RABBITMQ_HOST"));
        factory.setPort(Integer.parseInt(Servers.variable("RABBITMQ_PORT")));
        factory.setUsername(Servers.variable("RABBITMQ_USERNAME"));
        factory.setPassword(Servers.variable("RABBITMQ_PASSWORD"));
        factory.setVirtualHost(virtualHost(service));
        try {
            return new TestBroker(factory.newConnection("test"));
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException("the broker does not answer", e);
        }
    }

    /** Publishes as it is, whatever it is, and waits for the confirm. */
    public void publish(String routingKey, String type, String body) {
        publish(Queue.EXCHANGE, routingKey, type, body.getBytes(StandardCharsets.UTF_8));
    }

    public void publish(String exchange, String routingKey, String type, byte[] body) {
        publish(exchange, routingKey, type, body, Map.of());
    }

    public void publish(String exchange, String routingKey, String type, byte[] body, Map<String, Object> headers) {
        publishAll(exchange, routingKey, type, List.of(body), headers);
    }

    /** Many at once, and one wait for all their confirms. */
    public void publishAll(
            String exchange, String routingKey, String type, List<byte[]> bodies, Map<String, Object> headers) {
        try {
            for (byte[] body : bodies) {
                channel.basicPublish(
                        exchange,
                        routingKey,
                        new AMQP.BasicProperties.Builder()
                                .type(type)
                                .deliveryMode(2)
                                .priority(5)
                                .headers(headers)
                                .messageId("test-" + System.nanoTime())
                                .build(),
                        body);
            }
            channel.waitForConfirmsOrDie(30_000);
        } catch (IOException | InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    public long ready(String queue) {
        try {
            return channel.messageCount(queue);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public void awaitReady(String queue, long messages) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> ready(queue) == messages);
    }

    /** Everything that lies in a queue, in the order of delivery; it is taken out. */
    public List<GetResponse> drain(String queue) {
        List<GetResponse> all = new ArrayList<>();
        try {
            for (GetResponse next = channel.basicGet(queue, true); next != null; next = channel.basicGet(queue, true)) {
                all.add(next);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return all;
    }

    /** A queue of the test's own that hears what is announced. */
    public String listen(String routingKey) {
        try {
            String queue = channel.queueDeclare().getQueue();
            channel.queueBind(queue, Queue.EXCHANGE, routingKey);
            return queue;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String virtualHost(String name) {
        return "test-" + name;
    }

    /** A queue as somebody else might have made it. */
    public void declare(String queue, Map<String, Object> arguments) {
        try {
            channel.queueDeclare(queue, true, false, false, arguments);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public void delete(String queue) {
        try {
            channel.queueDelete(queue);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keeps the services from working on a queue, as one of them keeps the others, until it is closed. */
    public Lock lock(String queue) {
        String name = queue + ".lock";
        try {
            channel.queueDeclare(name, false, true, true, Map.of());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return () -> delete(name);
    }

    /** See {@link #lock}. */
    public interface Lock extends AutoCloseable {
        @Override
        void close();
    }

    /** Deletes a virtual host with all that is in it, and makes an empty one. */
    static void createVirtualHost(String name) {
        manage("DELETE", "/api/vhosts/" + name, "");
        manage("PUT", "/api/vhosts/" + name, "{}");
        manage(
                "PUT",
                "/api/permissions/" + name + "/" + Servers.variable("RABBITMQ_USERNAME"),
                "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}");
    }

    /** A user who may do all in the virtual host of a service, or of whatever else {@link #fresh} was told. */
    public static void createUser(String name, String password, String service) {
        String path = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        manage(
                "PUT",
                "/api/users/" + path,
                new String(Json.write(Map.of("password", password, "tags", "")), StandardCharsets.UTF_8));
        manage(
                "PUT",
                "/api/permissions/" + virtualHost(service) + "/" + path,
                "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}");
    }

    private static void manage(String method, String path, String body) {
        String user = Servers.variable("RABBITMQ_USERNAME") + ":" + Servers.variable("RABBITMQ_PASSWORD");
        HttpRequest request = HttpRequest.newBuilder(URI.create(Servers.variable("RABBITMQ_MANAGEMENT_URL") + path))
                .version(HttpClient.Version.HTTP_1_1) // it takes an offer of HTTP/2 badly
                .method(method, BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            if (status >= 400 && !(method.equals("DELETE") && status == 404)) {
                throw new IllegalStateException(method + " " + path + " was answered " + status);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("RabbitMQ's management does not answer", e);
        }
    }

    @Override
    public void close() {
        connection.abort();
    }
}
