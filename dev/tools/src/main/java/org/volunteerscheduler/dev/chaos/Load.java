// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.dev.system.Refund;
import org.volunteerscheduler.dev.system.Sale;
import org.volunteerscheduler.dev.system.Wait;
import org.volunteerscheduler.dev.system.Webhook;

/** Sales at a steady rate, refunds before and after them, the facts spread evenly between them, and a multiplier run now and then. */
final class Load {

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final Duration BETWEEN_RUNS = Duration.ofSeconds(20);

    private final ChaosPlan plan;
    private final Dataset dataset;
    private final WebhookSender sender;
    private final NavigableMap<Integer, List<Runnable>> later = new TreeMap<>();
    private final Thread sending = Thread.ofPlatform().daemon().name("load").unstarted(this::send);
    private final Thread triggering;
    private volatile boolean over;

    /** @param runs whose service takes part, or null */
    Load(ChaosPlan plan, Dataset dataset, WebhookSender sender, MultiplierRuns runs) {
        this.plan = plan;
        this.dataset = dataset;
        this.sender = sender;
        this.triggering = Thread.ofVirtual().unstarted(() -> trigger(runs));
    }

    void start() {
        sender.sendVolunteers(dataset.knownAtFirst());
        sending.start();
        triggering.start();
    }

    /** Returns when the facts that were left have been sent too. */
    void stop() {
        over = true;
        Wait.join(sending);
        Wait.join(triggering);
    }

    private void send() {
        List<Volunteer> late = dataset.late();
        List<Assignment> assignments = dataset.assignments();
        long expectedSales =
                plan.interval().multipliedBy(plan.faults().size()).toMillis() * plan.salesPerSecond() / 1_000;
        int sentLate = 0;
        int sentAssignments = 0;
        long start = System.nanoTime();
        for (int n = 0; !over; n++) {
            Wait.untilDue(start + SECOND_NANOS * n / plan.salesPerSecond());
            sell(n);
            sendDue(n);
            for (; sentLate < late.size() && sentLate < (long) late.size() * n / expectedSales; sentLate++) {
                sender.sendVolunteers(List.of(late.get(sentLate)));
            }
            int due = (int) Math.min(assignments.size(), (long) assignments.size() * n / expectedSales);
            if (due > sentAssignments) {
                sender.sendAssignments(assignments.subList(sentAssignments, due));
                sentAssignments = due;
            }
        }
        sendDue(Integer.MAX_VALUE);
        if (sentLate < late.size()) {
            sender.sendVolunteers(late.subList(sentLate, late.size()));
        }
        for (int from = sentAssignments; from < assignments.size(); from += Webhook.MAX_FACTS) {
            sender.sendAssignments(assignments.subList(from, Math.min(assignments.size(), from + Webhook.MAX_FACTS)));
        }
    }

    /** Of a sale that is refunded either the sale or its refunds are sent a while later than the other. */
    private void sell(int n) {
        Sale sale = dataset.nextSale(n, Instant.now());
        List<Refund> refunds = dataset.refunds(sale);
        boolean refundsFirst = dataset.refundsComeFirst();
        if (refunds.isEmpty() || !refundsFirst) {
            sender.send(sale);
        } else {
            later(n, () -> sender.send(sale));
        }
        for (Refund refund : refunds) {
            if (refundsFirst) {
                sender.send(refund);
            } else {
                later(n, () -> sender.send(refund));
            }
        }
    }

    private void later(int n, Runnable delivery) {
        later.computeIfAbsent(n + dataset.delay(plan.salesPerSecond()), any -> new ArrayList<>())
                .add(delivery);
    }

    private void sendDue(int n) {
        NavigableMap<Integer, List<Runnable>> due = later.headMap(n, true);
        due.values().forEach(deliveries -> deliveries.forEach(Runnable::run));
        due.clear();
    }

    private void trigger(MultiplierRuns runs) {
        long due = System.nanoTime();
        while (runs != null && !over) {
            if (System.nanoTime() >= due) {
                runs.startInBackground();
                due += BETWEEN_RUNS.toNanos();
            }
            Wait.pause(Duration.ofMillis(200));
        }
    }
}
