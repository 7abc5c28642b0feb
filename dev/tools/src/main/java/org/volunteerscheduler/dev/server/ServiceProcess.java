package org.volunteerscheduler.dev.server;

import static org.volunteerscheduler.dev.Environment.required;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.volunteerscheduler.dev.Failure;

/** A packaged service that a tool starts, and stops by its handle. */
public class ServiceProcess {

    /** Where it listens, and nowhere else. */
    public static final String HOST = "127.0.0.1";

    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(15);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int KILOBYTES_PER_MEGABYTE = 1024;

    private final String name;
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
        this.name = service.serviceName();
        this.port = port;
        this.settings = settings;
        this.log = home().resolve("dev/local/log/" + logName + ".log");
    }

    private static Path home() {
        return Path.of(required("VOLUNTEER_SCHEDULER_HOME")).toAbsolutePath();
    }

    public String name() {
        return name;
    }

    public int port() {
        return port;
    }

    /** Seconds from the start of the process to the first 200 of {@code /q/health/ready}. */
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
        Path jar = home().resolve(name + "/target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new Failure(jar + " is missing; build first");
        }
        startedAt = System.nanoTime();
        try {
            Files.createDirectories(log.getParent());
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
            throw new Failure(name + " does not start", e);
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
        command.add(Path.of(required("JAVA_HOME"), "bin", "java").toString());
        String options = System.getenv("JAVA_OPTS");
        if (options != null && !options.isBlank()) {
            command.addAll(List.of(options.strip().split("\\s+")));
        }
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    /** @throws Failure if it ends, or takes longer than a minute */
    public void awaitReady() {
        while (System.nanoTime() - startedAt < LONGEST_START.toNanos()) {
            if (!isAlive()) {
                throw new Failure(name + " stopped while starting; see " + log);
            }
            if (isReady()) {
                readySeconds = (System.nanoTime() - startedAt) / 1e9;
                return;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Failure("interrupted", e);
            }
        }
        throw new Failure(name + " is not ready after " + LONGEST_START.toSeconds() + " s; see " + log);
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Whether it answers 200 to {@code /q/health/ready}. */
    public boolean isReady() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + port + "/q/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            // Refused, or accepted before anybody could answer.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public Path log() {
        return log;
    }

    /** MB that it occupies. */
    public record Memory(double now, double peak) {}

    /** What it occupies now and occupied at most, where the system tells (Linux). */
    public Optional<Memory> memory() {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return Optional.empty();
        }
        try {
            Map<String, String> valueByName = new TreeMap<>();
            for (String line : Files.readAllLines(status)) {
                String[] words = line.split("\\s+");
                if (words.length > 1) {
                    valueByName.put(words[0], words[1]);
                }
            }
            return Optional.of(new Memory(megabytes(valueByName.get("VmRSS:")), megabytes(valueByName.get("VmHWM:"))));
        } catch (IOException e) {
            throw new Failure(name + " is gone; see " + log, e);
        }
    }

    private static double megabytes(String kilobytes) {
        return Double.parseDouble(kilobytes) / KILOBYTES_PER_MEGABYTE;
    }

    /** As Kubernetes stops it: SIGTERM, and by force if that takes too long. */
    public void stop() {
        if (!isAlive()) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** As kill -9: nothing is finished, handed back or said. */
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
