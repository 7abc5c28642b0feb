// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.sale;

import static org.volunteerscheduler.dev.system.Console.say;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.dev.bench.measure.Limit;
import org.volunteerscheduler.dev.bench.measure.LimitBench;
import org.volunteerscheduler.dev.bench.measure.Stretch;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.system.BrokerServer;
import org.volunteerscheduler.dev.system.Environment;
import org.volunteerscheduler.dev.system.Failure;

/** What the broker itself confirms a second, by its makers' own tool, in a process of its own. */
public final class BrokerLimit implements LimitBench {

    private static final String QUEUE = "limit";
    private static final int MESSAGE_BYTES = 300;
    private static final int MAX_RUN_SECONDS = 8;
    /** The tool's own start and the first seconds of its JVM. */
    private static final int SECONDS_LEFT_OUT = 3;

    private static final List<Attempt> ATTEMPTS =
            List.of(new Attempt(1, 1_000), new Attempt(2, 1_000), new Attempt(4, 500));
    private static final Pattern CONFIRMED = Pattern.compile("confirmed: (\\d+) msg/s");

    private record Attempt(int producers, int unconfirmedPerProducer) {}

    @Override
    public boolean needsCopies() {
        return false;
    }

    /** The best of several ways to publish; persistent messages a second. */
    @Override
    public Limit measure(TestBed bed, Stretch stretch) {
        long seconds = Math.min(
                MAX_RUN_SECONDS, SECONDS_LEFT_OUT + bed.options().stretch().toSeconds());
        double best = 0;
        for (Attempt attempt : ATTEMPTS) {
            double rate = rate(bed.broker(), attempt, seconds);
            say(
                    "broker alone, %d producers with %d unconfirmed: %.0f a second",
                    attempt.producers, attempt.unconfirmedPerProducer, rate);
            best = Math.max(best, rate);
        }
        return new Limit("confirmed persistent publishes a second, broker alone", best, true, Double.NaN);
    }

    private static double rate(BrokerServer broker, Attempt attempt, long seconds) {
        ProcessBuilder builder = new ProcessBuilder(command(attempt, seconds)).redirectErrorStream(true);
        // Not an argument, which everybody could read in the process list.
        builder.environment()
                .put(
                        "URI",
                        "amqp://" + broker.username() + ":" + broker.password() + "@" + broker.host() + ":"
                                + broker.port() + "/" + broker.virtualHost());
        try {
            Process process = builder.start();
            Thread hook = new Thread(process::destroy);
            Runtime.getRuntime().addShutdownHook(hook);
            List<String> lines =
                    process.inputReader(StandardCharsets.UTF_8).lines().toList();
            int code = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(hook);
            if (code != 0) {
                throw new Failure("PerfTest failed: " + (lines.isEmpty() ? "no output" : lines.getLast()));
            }
            broker.onChannel(channel -> channel.queueDelete(QUEUE));
            return average(lines);
        } catch (IOException e) {
            throw new Failure("cannot run PerfTest", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    private static List<String> command(Attempt attempt, long seconds) {
        List<String> command = new ArrayList<>(List.of(
                Environment.javaProgram(),
                "-cp",
                System.getProperty("java.class.path"),
                "com.rabbitmq.perf.PerfTest",
                "--auto-delete",
                "false",
                "--flag",
                "persistent"));
        option(command, "--producers", attempt.producers);
        option(command, "--consumers", 0);
        option(command, "--confirm", attempt.unconfirmedPerProducer);
        option(command, "--queue", QUEUE);
        option(command, "--queue-args", "x-max-priority=" + Queue.MAX_PRIORITY);
        option(command, "--message-properties", "priority=" + Queue.MAX_PRIORITY);
        option(command, "--size", MESSAGE_BYTES);
        option(command, "--time", seconds);
        return command;
    }

    private static void option(List<String> command, String name, Object value) {
        command.add(name);
        command.add(String.valueOf(value));
    }

    private static double average(List<String> lines) {
        return lines.stream()
                .map(CONFIRMED::matcher)
                .filter(Matcher::find)
                .skip(SECONDS_LEFT_OUT)
                .mapToInt(line -> Integer.parseInt(line.group(1)))
                .average()
                .orElseThrow(() -> new Failure("PerfTest did not say what was confirmed"));
    }
}
