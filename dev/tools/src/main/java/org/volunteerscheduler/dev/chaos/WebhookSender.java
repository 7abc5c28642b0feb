// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.dev.system.NoAnswer;
import org.volunteerscheduler.dev.system.Refund;
import org.volunteerscheduler.dev.system.Sale;
import org.volunteerscheduler.dev.system.ServiceClient;
import org.volunteerscheduler.dev.system.Wait;
import org.volunteerscheduler.dev.system.Webhook;

/**
 * Scicent and Decidim before the webhooks. What is not answered 202 is sent again, to any replica, until it is; and
 * everything is delivered twice, sometimes at the same moment.
 */
final class WebhookSender implements AutoCloseable {

    static final int ACCEPTED = 202;
    private static final int FIRST_PAUSE_MS = 100;
    private static final int MAX_PAUSE_MS = 2_000;
    private static final int MAX_MS_BETWEEN_TWO = 3_000;

    private final List<ServiceClient> replicas;
    private final Map<String, Sale> sent = new ConcurrentHashMap<>();
    private final Map<String, Sale> accepted = new ConcurrentHashMap<>();
    private final Map<String, Refund> sentRefunds = new ConcurrentHashMap<>();
    private final Map<String, Refund> acceptedRefunds = new ConcurrentHashMap<>();
    private final LongAdder deliveries = new LongAdder();
    private final Map<Integer, LongAdder> answers = new ConcurrentSkipListMap<>();
    private final LongAdder unanswered = new LongAdder();
    private final AtomicLong lastAcceptedNanos = new AtomicLong(System.nanoTime());
    private final AtomicLong longestSilenceNanos = new AtomicLong();
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean closed;

    /** @param replicas of webhook-service, or what stands before them */
    WebhookSender(List<ServiceClient> replicas) {
        this.replicas = List.copyOf(replicas);
    }

    void send(Sale sale) {
        sent.put(sale.transactionId(), sale);
        twice(() -> {
            if (deliver(Webhook.SALES, sale)) {
                accepted.put(sale.transactionId(), sale);
            }
        });
    }

    void send(Refund refund) {
        sentRefunds.put(refund.refundId(), refund);
        twice(() -> {
            if (deliver(Webhook.REFUNDS, refund)) {
                acceptedRefunds.put(refund.refundId(), refund);
            }
        });
    }

    void sendVolunteers(List<Volunteer> volunteers) {
        twice(() -> deliver(Webhook.VOLUNTEERS, volunteers));
    }

    void sendAssignments(List<Assignment> assignments) {
        twice(() -> deliver(Webhook.ASSIGNMENTS, assignments));
    }

    private void twice(Runnable delivery) {
        boolean atOnce = ThreadLocalRandom.current().nextBoolean();
        inFlight.addAndGet(2);
        start(delivery, 0);
        start(delivery, atOnce ? 0 : ThreadLocalRandom.current().nextInt(MAX_MS_BETWEEN_TWO));
    }

    private void start(Runnable delivery, int delayMs) {
        Thread.ofVirtual().start(() -> {
            try {
                Wait.pause(Duration.ofMillis(delayMs));
                delivery.run();
            } finally {
                inFlight.decrementAndGet();
            }
        });
    }

    /** Returns when everything is answered 202, or the time is over. */
    void awaitAll(Duration timeout) {
        Wait.until(timeout, Duration.ofMillis(50), () -> inFlight.get() == 0);
    }

    /** @return whether it was accepted; false only if this sender was closed before */
    private boolean deliver(Webhook webhook, Object body) {
        int pauseMs = FIRST_PAUSE_MS;
        while (!closed) {
            ServiceClient replica = replicas.get(ThreadLocalRandom.current().nextInt(replicas.size()));
            deliveries.increment();
            try {
                int status = replica.post(webhook, body).status();
                answers.computeIfAbsent(status, any -> new LongAdder()).increment();
                if (status == ACCEPTED) {
                    long now = System.nanoTime();
                    longestSilenceNanos.accumulateAndGet(now - lastAcceptedNanos.getAndSet(now), Math::max);
                    return true;
                }
            } catch (NoAnswer e) {
                unanswered.increment();
            }
            Wait.pause(Duration.ofMillis(pauseMs + ThreadLocalRandom.current().nextInt(pauseMs)));
            pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
        }
        return false;
    }

    Map<String, Sale> sent() {
        return sent;
    }

    Map<String, Sale> accepted() {
        return accepted;
    }

    Map<String, Refund> sentRefunds() {
        return sentRefunds;
    }

    Map<String, Refund> acceptedRefunds() {
        return acceptedRefunds;
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

    /** The longest time in which nothing was accepted. */
    double longestSilenceSeconds() {
        return longestSilenceNanos.get() / 1e9;
    }

    @Override
    public void close() {
        closed = true;
    }
}
