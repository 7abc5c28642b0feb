package org.volunteerscheduler.dev.bench;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.dev.Environment;
import org.volunteerscheduler.dev.Failure;
import org.volunteerscheduler.dev.server.BrokerServer;

/** What the broker itself confirms a second, by its makers' own tool, in a process of its own. */
final class BrokerLimit {

    private static final String QUEUE = "limit";
    private static final int MESSAGE_BYTES = 300;
    private static final int RUN_SECONDS = 8;
    /** The tool's own start and the first seconds of its JVM. */
    private static final int SECONDS_LEFT_OUT = 3;

    private static final Pattern CONFIRMED = Pattern.compile("confirmed: (\\d+) msg/s");

    private final BrokerServer broker;

    BrokerLimit(BrokerServer broker) {
        this.broker = broker;
    }

    private record Attempt(int producers, int unconfirmedPerProducer) {}

    /** The best of several ways to publish; persistent messages a second. */
    double measure() {
        double best = 0;
        for (Attempt attempt : List.of(new Attempt(1, 1_000), new Attempt(2, 1_000), new Attempt(4, 500))) {
            double rate = measure(attempt);
            BenchStage.say(String.format(
                    "broker alone, %d producers with %d unconfirmed: %.0f a second",
                    attempt.producers, attempt.unconfirmedPerProducer, rate));
            best = Math.max(best, rate);
        }
        return best;
    }

    private double measure(Attempt attempt) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(Environment.required("JAVA_HOME"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "com.rabbitmq.perf.PerfTest",
                "--producers",
                String.valueOf(attempt.producers),
                "--consumers",
                "0",
                "--confirm",
                String.valueOf(attempt.unconfirmedPerProducer),
                "--queue",
                QUEUE,
                "--queue-args",
                "x-max-priority=" + Queue.MAX_PRIORITY,
                "--auto-delete",
                "false",
                "--flag",
                "persistent",
                "--message-properties",
                "priority=" + Queue.MAX_PRIORITY,
                "--size",
                String.valueOf(MESSAGE_BYTES),
                "--time",
                String.valueOf(RUN_SECONDS));
        // Not an argument, which everybody could read in the process list.
        builder.environment()
                .put(
                        "URI",
                        "amqp://" + broker.username() + ":" + broker.password() + "@" + broker.host() + ":"
                                + broker.port() + "/" + broker.virtualHost());
        builder.redirectErrorStream(true);
        try {
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            List<String> lines;
            try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
                lines = reader.lines().toList();
            }
            if (process.waitFor() != 0) {
                throw new Failure("PerfTest failed: " + (lines.isEmpty() ? "no output" : lines.getLast()));
            }
            deleteQueue();
            return average(lines);
        } catch (IOException e) {
            throw new Failure("cannot run PerfTest", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    private static double average(List<String> lines) {
        List<Integer> perSecond = new ArrayList<>();
        for (String line : lines) {
            Matcher matcher = CONFIRMED.matcher(line);
            if (matcher.find()) {
                perSecond.add(Integer.valueOf(matcher.group(1)));
            }
        }
        return perSecond.stream()
                .skip(SECONDS_LEFT_OUT)
                .mapToInt(Integer::intValue)
                .average()
                .orElseThrow(() -> new Failure("PerfTest did not say what was confirmed"));
    }

    private void deleteQueue() {
        try (Connection connection = broker.connect();
                Channel channel = connection.createChannel()) {
            channel.queueDelete(QUEUE);
        } catch (IOException | TimeoutException e) {
            throw new Failure("cannot delete queue " + QUEUE, e);
        }
    }
}
