// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.volunteerscheduler.dev.bench.measure.Durations;
import org.volunteerscheduler.dev.bench.measure.Meter;
import org.volunteerscheduler.dev.bench.measure.Usage;
import org.volunteerscheduler.dev.system.Failure;
import org.volunteerscheduler.dev.system.Wait;

/**
 * A fixed number of connections, each of which sends its next request as soon as the one before is answered.
 *
 * @param ports of the replicas, among which the connections are divided
 * @param expectedStatus of every answer
 */
public record ClosedLoop(HttpLoad load, List<Integer> ports, int connections, int expectedStatus) {

    private static final Duration CHECK = Duration.ofMillis(100);
    private static final int TIMEOUT_SECONDS = 30;

    /**
     * What was answered while the time was running.
     *
     * @param answered also those that were in flight when it was over
     */
    public record Outcome(Durations latency, Usage usage, long answered) {}

    /** Sends for as long, and waits for what is in flight then. */
    public Outcome run(Meter meter, Duration duration, Supplier<byte[]> requests) {
        Run run = new Run(requests);
        Meter.Started started = meter.start();
        for (int i = 0; i < connections; i++) {
            run.sendNext(ports.get(i % ports.size()));
        }
        Wait.until(duration, CHECK, () -> {
            load.check();
            return false;
        });
        run.over = true;
        Usage usage = started.stop();
        run.awaitLast();
        return new Outcome(run.latency, usage, run.latency.count() + (long) connections);
    }

    private final class Run {
        private final Supplier<byte[]> requests;
        private final Durations latency = new Durations();
        private final CountDownLatch open = new CountDownLatch(connections);
        private volatile boolean over;

        Run(Supplier<byte[]> requests) {
            this.requests = requests;
        }

        private synchronized void sendNext(int port) {
            byte[] request = requests.get();
            long sentAt = System.nanoTime();
            load.send(port, request, (status, body) -> answered(port, sentAt, status));
        }

        private void answered(int port, long sentAt, int status) {
            if (status != expectedStatus) {
                throw new Failure("a request was answered with " + status + " instead of " + expectedStatus);
            }
            if (over) {
                open.countDown();
            } else {
                latency.add(System.nanoTime() - sentAt);
                sendNext(port);
            }
        }

        private void awaitLast() {
            boolean all = Wait.until(Duration.ofSeconds(TIMEOUT_SECONDS), Duration.ofMillis(10), () -> {
                load.check();
                return open.getCount() == 0;
            });
            if (!all) {
                throw new Failure(open.getCount() + " requests were not answered in " + TIMEOUT_SECONDS + " s");
            }
        }
    }
}
