package org.volunteerscheduler.dev.bench;

import static org.volunteerscheduler.dev.Environment.required;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeoutException;
import org.volunteerscheduler.dev.Failure;

/** The broker, in a virtual host of the bench's own. */
record BenchBroker(String host, int port, String username, String password, String managementUrl) {

    static final String VIRTUAL_HOST = "bench";

    static BenchBroker fromEnvironment() {
        return new BenchBroker(
                required("RABBITMQ_HOST"),
                Integer.parseInt(required("RABBITMQ_PORT")),
                required("RABBITMQ_USERNAME"),
                required("RABBITMQ_PASSWORD"),
                required("RABBITMQ_MANAGEMENT_URL"));
    }

    /** Empty, whatever an earlier bench left behind. */
    void createVirtualHost() {
        deleteVirtualHost();
        manage("PUT", "/api/vhosts/" + VIRTUAL_HOST, "{}");
        manage(
                "PUT",
                "/api/permissions/" + VIRTUAL_HOST + "/" + username,
                "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}");
    }

    void deleteVirtualHost() {
        manage("DELETE", "/api/vhosts/" + VIRTUAL_HOST, "");
    }

    private void manage(String method, String path, String body) {
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
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            boolean nothingToDelete = method.equals("DELETE") && status == 404;
            if (status >= 300 && !nothingToDelete) {
                throw new Failure("RabbitMQ's management answers " + status + " to " + method + " " + path);
            }
        } catch (IOException e) {
            throw new Failure("no answer from RabbitMQ's management at " + managementUrl, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    Connection connect() {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(host);
        factory.setPort(port);
        factory.setUsername(username);
        factory.setPassword(password);
        factory.setVirtualHost(VIRTUAL_HOST);
        try {
            return factory.newConnection("bench");
        } catch (IOException | TimeoutException e) {
            throw new Failure("no connection to RabbitMQ at " + host + ":" + port, e);
        }
    }

    /** Messages that lie ready in a queue. */
    long messages(String queue) {
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            return channel.queueDeclarePassive(queue).getMessageCount();
        } catch (IOException | TimeoutException e) {
            throw new Failure("cannot count the messages in " + queue, e);
        }
    }
}
