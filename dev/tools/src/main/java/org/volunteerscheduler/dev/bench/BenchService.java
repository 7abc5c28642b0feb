package org.volunteerscheduler.dev.bench;

import static org.volunteerscheduler.dev.Environment.required;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.volunteerscheduler.dev.Failure;

/** A service process that the bench starts, and stops by its handle. */
final class BenchService {

    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(15);
    private static final int KILOBYTES_PER_MEGABYTE = 1024;

    private final String name;
    private final int port;
    private final Map<String, String> settings;
    private final Path log;
    private Process process;
    private double readySeconds;

    private BenchService(String name, int port, Map<String, String> settings) {
        this.name = name;
        this.port = port;
        this.settings = settings;
        this.log = home().resolve("dev/local/log/bench-" + name + "-" + port + ".log");
    }

    static BenchService webhook() {
        Map<String, String> settings = broker();
        settings.put("SCICENT_WEBHOOK_SECRET", required("SCICENT_WEBHOOK_SECRET"));
        settings.put("DECIDIM_WEBHOOK_SECRET", required("DECIDIM_WEBHOOK_SECRET"));
        // What is measured is the service, not its limit.
        settings.put("VOLUNTEER_SCHEDULER_WEBHOOK_RATE", "0");
        return new BenchService("webhook-service", port("webhook"), settings);
    }

    /** A service with a database. */
    static BenchService domain(BenchDatabase database) {
        return domain(database, port(database.service()));
    }

    /** One more of these, beside the first. */
    static BenchService another(BenchDatabase database) {
        try (ServerSocket free = new ServerSocket(0)) {
            return domain(database, free.getLocalPort());
        } catch (IOException e) {
            throw new Failure("there is no free port", e);
        }
    }

    private static BenchService domain(BenchDatabase database, int port) {
        Map<String, String> settings = broker();
        settings.put("POSTGRES_HOST", database.host());
        settings.put("POSTGRES_PORT", database.port());
        settings.put("POSTGRES_DATABASE", database.name());
        settings.put("POSTGRES_USERNAME", database.owner());
        settings.put("POSTGRES_PASSWORD", database.ownerPassword());
        for (String user : List.of("OPERATOR", "VIEWER", "SCHEDULER")) {
            String password = "VOLUNTEER_SCHEDULER_" + user + "_PASSWORD";
            settings.put(password, required(password));
        }
        return new BenchService(database.service() + "-service", port, settings);
    }

    private static int port(String service) {
        return URI.create(required(service.toUpperCase(Locale.ROOT) + "_URL")).getPort();
    }

    private static Map<String, String> broker() {
        Map<String, String> settings = new TreeMap<>();
        for (String setting : List.of("HOST", "PORT", "USERNAME", "PASSWORD")) {
            settings.put("RABBITMQ_" + setting, required("RABBITMQ_" + setting));
        }
        settings.put("RABBITMQ_VIRTUAL_HOST", BenchBroker.VIRTUAL_HOST);
        return settings;
    }

    private static Path home() {
        return Path.of(required("VOLUNTEER_SCHEDULER_HOME")).toAbsolutePath();
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    /** Seconds from the start of the process to the first 200 of {@code /q/health/ready}. */
    double readySeconds() {
        return readySeconds;
    }

    /** Returns when it is ready. */
    void start() {
        Path jar = home().resolve(name + "/target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new Failure(jar + " is missing; build first");
        }
        long start = System.nanoTime();
        try {
            Files.createDirectories(log.getParent());
            ProcessBuilder builder = new ProcessBuilder(command(jar))
                    .directory(jar.getParent().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .redirectInput(new File("/dev/null"));
            Map<String, String> environment = builder.environment();
            environment.keySet().removeIf(key -> !isInherited(key));
            environment.put("QUARKUS_HTTP_HOST", HttpConnection.HOST);
            environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
            environment.putAll(settings);
            process = builder.start();
        } catch (IOException e) {
            throw new Failure(name + " does not start", e);
        }
        awaitReady(start);
        readySeconds = (System.nanoTime() - start) / 1e9;
    }

    /** As in dev/up: its own secrets and nobody else's, and the settings that somebody may want to try. */
    private static boolean isInherited(String key) {
        boolean secret = key.endsWith("_PASSWORD") || key.endsWith("_SECRET");
        boolean setting = key.startsWith("VOLUNTEER_SCHEDULER_") || key.startsWith("QUARKUS_");
        return key.equals("PATH") || (setting && !secret);
    }

    private static List<String> command(Path jar) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(required("JAVA_HOME"), "bin", "java").toString());
        String options = System.getenv("JAVA_OPTS");
        if (options != null && !options.isBlank()) {
            command.addAll(List.of(options.strip().split("\\s+")));
        }
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private void awaitReady(long start) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + HttpConnection.HOST + ":" + port + "/q/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (System.nanoTime() - start < LONGEST_START.toNanos()) {
                if (!process.isAlive()) {
                    throw new Failure(name + " stopped while starting; see " + log);
                }
                try {
                    if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException notYet) {
                    // Refused, or accepted before anybody could answer: asked again below.
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
        throw new Failure(name + " is not ready after " + LONGEST_START.toSeconds() + " s; see " + log);
    }

    /** Adds what it occupies now and what it occupied at most, where the system tells (Linux). */
    void addMemory(BenchResult.Figures figures, String prefix) {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return;
        }
        try {
            Map<String, String> valueByName = new TreeMap<>();
            for (String line : Files.readAllLines(status)) {
                String[] words = line.split("\\s+");
                if (words.length > 1) {
                    valueByName.put(words[0], words[1]);
                }
            }
            figures.add(prefix + "rss_mb", megabytes(valueByName.get("VmRSS:")))
                    .add(prefix + "peak_rss_mb", megabytes(valueByName.get("VmHWM:")));
        } catch (IOException e) {
            throw new Failure(name + " is gone; see " + log, e);
        }
    }

    private static double megabytes(String kilobytes) {
        return Double.parseDouble(kilobytes) / KILOBYTES_PER_MEGABYTE;
    }

    void stop() {
        if (process == null || !process.isAlive()) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
