package org.volunteerscheduler.dev.server;

import static org.volunteerscheduler.dev.Environment.required;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.dev.Failure;

/** The broker, in a virtual host of a tool's own. */
public record BrokerServer(
        String virtualHost, String host, int port, String username, String password, String managementUrl) {

    public static BrokerServer fromEnvironment(String virtualHost) {
        return new BrokerServer(
                virtualHost,
                required("RABBITMQ_HOST"),
                Integer.parseInt(required("RABBITMQ_PORT")),
                required("RABBITMQ_USERNAME"),
                required("RABBITMQ_PASSWORD"),
                required("RABBITMQ_MANAGEMENT_URL"));
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

    /** How many messages each queue holds, ready or in somebody's hands; some seconds old. */
    public Map<String, Long> queues() {
        Map<String, Long> messagesByName = new TreeMap<>();
        byte[] answer = manage("GET", "/api/queues/" + virtualHost + "?columns=name,messages", "");
        for (JsonNode queue : Json.parse(answer)) {
            // One that has not been counted yet is not known to be empty.
            messagesByName.put(
                    queue.path("name").asText(), queue.path("messages").asLong(1));
        }
        return messagesByName;
    }

    public void deleteVirtualHost() {
        manage("DELETE", "/api/vhosts/" + virtualHost, "");
    }

    private byte[] manage(String method, String path, String body) {
        String credentials = username + ":" + password;
        HttpRequest request = HttpRequest.newBuilder(URI.create(managementUrl + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                .method(method, BodyPublishers.ofString(body))
                .build();
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            boolean nothingToDelete = method.equals("DELETE") && answer.statusCode() == 404;
            if (answer.statusCode() >= 300 && !nothingToDelete) {
                throw new Failure(
                        "RabbitMQ's management answers " + answer.statusCode() + " to " + method + " " + path);
            }
            return answer.body();
        } catch (IOException e) {
            throw new Failure("no answer from RabbitMQ's management at " + managementUrl, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
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

    /** Messages that lie ready in a queue. */
    public long messages(String queue) {
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            return channel.queueDeclarePassive(queue).getMessageCount();
        } catch (IOException | TimeoutException e) {
            throw new Failure("cannot count the messages in " + queue, e);
        }
    }
}
