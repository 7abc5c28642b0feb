// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

import static org.volunteerscheduler.dev.system.Environment.home;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A packaged service that a tool starts, and stops by its handle. */
public final class ServiceProcess {

    /** Where it listens, and nowhere else. */
    public static final String HOST = "127.0.0.1";

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration READINESS_CHECK = Duration.ofMillis(20);

    private final Service service;
    private final int port;
    private final Map<String, String> settings;
    private final Path log;
    private Process process;
    private long startedAt;
    private double readySeconds;

    /**
     * @param logName of the file under {@code dev/local/log}, which every start continues
     * @param settings environment variables
     */
    public ServiceProcess(Service service, int port, String logName, Map<String, String> settings) {
        this.service = service;
        this.port = port;
        this.settings = settings;
        this.log = Environment.log(logName);
    }

    public static int freePort() {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new Failure("there is no free port", e);
        }
    }

    public Service service() {
        return service;
    }

    public int port() {
        return port;
    }

    public ServiceClient client() {
        return ServiceClient.onPort(port);
    }

    public long pid() {
        return process.pid();
    }

    public Path log() {
        return log;
    }

    /** Seconds from the start of the process to the first 200 of {@code /q/health}. */
    public double readySeconds() {
        return readySeconds;
    }

    /** Returns when it is ready. */
    public void start() {
        launch();
        awaitReady();
    }

    /** Returns at once. */
    public void launch() {
        Path jar = home().resolve(service.serviceName() + "/target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new Failure(jar + " is missing; build first");
        }
        startedAt = System.nanoTime();
        try {
            ProcessBuilder builder = new ProcessBuilder(command(jar))
                    .directory(jar.getParent().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .redirectInput(new File("/dev/null"));
            Map<String, String> environment = builder.environment();
            environment.keySet().removeIf(key -> !isInherited(key));
            environment.put("QUARKUS_HTTP_HOST", HOST);
            environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
            environment.putAll(settings);
            process = builder.start();
        } catch (IOException e) {
            throw new Failure(service.serviceName() + " does not start", e);
        }
    }

    /** As in dev/up: its own secrets and nobody else's, and the settings that somebody may want to try. */
    private static boolean isInherited(String key) {
        boolean secret = key.endsWith("_PASSWORD") || key.endsWith("_SECRET");
        boolean setting = key.startsWith("VOLUNTEER_SCHEDULER_") || key.startsWith("QUARKUS_");
        return key.equals("PATH") || (setting && !secret);
    }

    private static List<String> command(Path jar) {
        List<String> command = new ArrayList<>();
        command.add(Environment.javaProgram());
        String options = System.getenv("JAVA_OPTS");
        if (options != null && !options.isBlank()) {
            command.addAll(List.of(options.strip().split("\\s+")));
        }
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    /** @throws Failure if it ends, or takes longer than a minute */
    public void awaitReady() {
        Duration left = START_TIMEOUT.minusNanos(System.nanoTime() - startedAt);
        boolean ready = Wait.until(left, READINESS_CHECK, () -> {
            if (!isAlive()) {
                throw new Failure(service.serviceName() + " stopped while starting; see " + log);
            }
            return isReady();
        });
        if (!ready) {
            throw new Failure(
                    service.serviceName() + " is not ready after " + START_TIMEOUT.toSeconds() + " s; see " + log);
        }
        readySeconds = (System.nanoTime() - startedAt) / 1e9;
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Whether it answers 200 to {@code /q/health}: ready, and connected to its servers. */
    public boolean isReady() {
        return client().isReady();
    }

    /** As Kubernetes stops it: SIGTERM, and by force if that takes too long. */
    public void stop() {
        if (!isAlive()) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** As kill -9: nothing is finished, requeued or announced. */
    public void kill() {
        if (!isAlive()) {
            return;
        }
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
