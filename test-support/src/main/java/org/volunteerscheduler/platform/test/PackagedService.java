// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A service as it is shipped: a process of its own from the packaged jar, that a test can kill. It works on the tests'
 * PostgreSQL and RabbitMQ.
 */
public final class PackagedService implements AutoCloseable {

    private static final int LONGEST_START_SECONDS = 60;

    private final int port;
    private final Process process;
    private final File log;

    private PackagedService(int port, Process process, File log) {
        this.port = port;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a service as its module has packaged it, and does not wait for it.
     *
     * @param service {@code commission}, {@code multiplier} …; names its module, its database and its log
     * @param virtualHost of the broker; {@link TestBroker#fresh} makes one
     * @param settings environment variables besides those of the servers and passwords
     */
    public static PackagedService start(String service, String virtualHost, Map<String, String> settings) {
        int port = freePort();
        File log = new File("target", "packaged-" + service + "-" + port + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-jar",
                        "../" + service + "-service/target/quarkus-app/quarkus-run.jar")
                .redirectErrorStream(true)
                .redirectOutput(log);
        Map<String, String> environment = new HashMap<>(settings);
        for (String inherited : new String[] {
            "PATH",
            "POSTGRES_HOST",
            "POSTGRES_PORT",
            "RABBITMQ_HOST",
            "RABBITMQ_PORT",
            "RABBITMQ_USERNAME",
            "RABBITMQ_PASSWORD",
            "VOLUNTEER_SCHEDULER_OPERATOR_PASSWORD",
            "VOLUNTEER_SCHEDULER_VIEWER_PASSWORD",
            "VOLUNTEER_SCHEDULER_SCHEDULER_PASSWORD"
        }) {
            environment.putIfAbsent(inherited, Servers.variable(inherited));
        }
        if (!service.equals("webhook")) {
            environment.putIfAbsent(
                    "POSTGRES_PASSWORD", Servers.variable(service.toUpperCase(Locale.ROOT) + "_DB_PASSWORD"));
        }
        environment.put("RABBITMQ_VIRTUAL_HOST", TestBroker.virtualHost(virtualHost));
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.putIfAbsent("QUARKUS_HTTP_PORT", String.valueOf(port));
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return new PackagedService(port, builder.start(), log);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The one line in which a service says why it does not start.
     *
     * @throws IllegalStateException if it starts, or says more or less than one
     */
    public String awaitRefusal() {
        awaitEnd();
        List<String> refusals = output().lines()
                .filter(line -> line.startsWith("not started: ") || line.startsWith("\tat "))
                .toList();
        if (process.exitValue() == 0 || refusals.size() != 1) {
            throw new IllegalStateException("exit code " + process.exitValue() + " and not one line: " + output());
        }
        return refusals.getFirst();
    }

    /** All that it has logged. */
    public String output() {
        try {
            return Files.readString(log.toPath());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public PackagedService awaitReady() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS);
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the service stopped; see target/packaged-*.log");
            }
            try {
                if (readiness().statusCode() == 200) {
                    return this;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (IOException notYet) {
                // it does not listen yet
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException("the service is not ready after " + LONGEST_START_SECONDS + " s");
    }

    /** @throws IOException while nobody listens */
    public HttpResponse<String> readiness() throws IOException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                            .build(),
                    BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return port;
    }

    /** As kill -9: nothing is finished, handed back or said. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** As Kubernetes stops it: SIGTERM. */
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    /** For one that ends by itself: its exit code. */
    public int awaitExit() {
        awaitEnd();
        return process.exitValue();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(LONGEST_START_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the service does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
