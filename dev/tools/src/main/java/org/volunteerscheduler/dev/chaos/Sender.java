package org.volunteerscheduler.dev.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.volunteerscheduler.dev.Environment;
import org.volunteerscheduler.dev.Signer;
import org.volunteerscheduler.dev.chaos.ChaosWorld.Assignment;
import org.volunteerscheduler.dev.chaos.ChaosWorld.Sale;
import org.volunteerscheduler.dev.chaos.ChaosWorld.Volunteer;
import org.volunteerscheduler.dev.server.ServiceProcess;

/**
 * Scicent and Decidim before the public doors. What is not answered 202 is sent again, to any of the doors, until it is;
 * and everything is delivered twice, sometimes at the same moment.
 */
final class Sender implements AutoCloseable {

    static final int ACCEPTED = 202;
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(8);
    private static final int FIRST_PAUSE_MS = 100;
    private static final int LONGEST_PAUSE_MS = 2_000;
    private static final int LONGEST_BETWEEN_TWO_MS = 3_000;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    private final List<Integer> doors;
    private final String scicentSecret = Environment.requiredSecret("SCICENT_WEBHOOK_SECRET");
    private final String decidimSecret = Environment.requiredSecret("DECIDIM_WEBHOOK_SECRET");
    private final Map<String, Sale> sent = new ConcurrentHashMap<>();
    private final Map<String, Sale> accepted = new ConcurrentHashMap<>();
    private final LongAdder deliveries = new LongAdder();
    private final Map<Integer, LongAdder> answers = new ConcurrentSkipListMap<>();
    private final LongAdder unanswered = new LongAdder();
    private final AtomicLong lastAcceptedNanos = new AtomicLong(System.nanoTime());
    private final AtomicLong longestSilenceNanos = new AtomicLong();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean closed;

    /** @param doors ports of webhook-service, or of what stands before it */
    Sender(List<Integer> doors) {
        this.doors = List.copyOf(doors);
    }

    void send(Sale sale) {
        sent.put(sale.transactionId(), sale);
        twice(() -> {
            if (deliver("scicent_sale", "X-Scicent-Signature", scicentSecret, sale.json())) {
                accepted.put(sale.transactionId(), sale);
            }
        });
    }

    void sendVolunteers(List<Volunteer> volunteers) {
        String json =
                "[" + String.join(",", volunteers.stream().map(Volunteer::json).toList()) + "]";
        twice(() -> deliver("volunteers", "X-Decidim-Signature", decidimSecret, json));
    }

    void sendAssignments(List<Assignment> assignments) {
        String json = "["
                + String.join(",", assignments.stream().map(Assignment::json).toList()) + "]";
        twice(() -> deliver("task_assignments", "X-Decidim-Signature", decidimSecret, json));
    }

    private void twice(Runnable delivery) {
        boolean atOnce = ThreadLocalRandom.current().nextBoolean();
        underWay.addAndGet(2);
        start(delivery, 0);
        start(delivery, atOnce ? 0 : ThreadLocalRandom.current().nextInt(LONGEST_BETWEEN_TWO_MS));
    }

    private void start(Runnable delivery, int delayMs) {
        Thread.ofVirtual().start(() -> {
            try {
                pause(delayMs);
                delivery.run();
            } finally {
                underWay.decrementAndGet();
            }
        });
    }

    /** Returns when everything is answered 202. */
    void awaitAll(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (underWay.get() > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** @return whether it was accepted; false only if this sender was closed before */
    private boolean deliver(String webhook, String header, String secret, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String signature = new Signer(secret).sign(body);
        int pauseMs = FIRST_PAUSE_MS;
        while (!closed) {
            int door = doors.get(ThreadLocalRandom.current().nextInt(doors.size()));
            HttpRequest request = HttpRequest.newBuilder(URI.create(
                            "http://" + ServiceProcess.HOST + ":" + door + "/volunteer_scheduler/webhooks/" + webhook))
                    .timeout(LONGEST_ANSWER)
                    .header("Content-Type", "application/json")
                    .header(header, signature)
                    .POST(BodyPublishers.ofByteArray(body))
                    .build();
            deliveries.increment();
            try {
                int status = http.send(request, BodyHandlers.discarding()).statusCode();
                answers.computeIfAbsent(status, any -> new LongAdder()).increment();
                if (status == ACCEPTED) {
                    long now = System.nanoTime();
                    longestSilenceNanos.accumulateAndGet(now - lastAcceptedNanos.getAndSet(now), Math::max);
                    return true;
                }
            } catch (IOException e) {
                unanswered.increment();
            } catch (InterruptedException e) {
                return false;
            }
            pause(pauseMs + ThreadLocalRandom.current().nextInt(pauseMs));
            pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
        }
        return false;
    }

    private static void pause(int milliseconds) {
        try {
            TimeUnit.MILLISECONDS.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Map<String, Sale> sent() {
        return sent;
    }

    Map<String, Sale> accepted() {
        return accepted;
    }

    long deliveries() {
        return deliveries.sum();
    }

    /** How often each status was answered. */
    Map<Integer, Long> answers() {
        Map<Integer, Long> counts = new ConcurrentSkipListMap<>();
        answers.forEach((status, count) -> counts.put(status, count.sum()));
        return counts;
    }

    /** Requests that ended without any answer. */
    long unanswered() {
        return unanswered.sum();
    }

    /** How long nothing was accepted at most. */
    double longestSilenceSeconds() {
        return longestSilenceNanos.get() / 1e9;
    }

    @Override
    public void close() {
        closed = true;
        http.shutdownNow();
    }
}
