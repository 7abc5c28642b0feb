// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import static org.volunteerscheduler.dev.system.Console.say;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.volunteerscheduler.dev.system.Service;
import org.volunteerscheduler.dev.system.Wait;

/** A load, the faults of a plan, and what is left at the end. */
final class ChaosRun {

    /** Shorter than in production, so that what is put off comes back within the run; nothing else is different. */
    private static final Map<String, String> SETTINGS = new TreeMap<>(Map.of(
            "VOLUNTEER_SCHEDULER_RETRY_DELAYS", "PT1S,PT2S,PT4S,PT8S",
            "VOLUNTEER_SCHEDULER_RETRY_CHECK", "PT0.5S",
            "VOLUNTEER_SCHEDULER_WAITING_SALES_CHECK", "PT5S",
            "VOLUNTEER_SCHEDULER_RUN_STALL_TIMEOUT", "PT10S",
            "VOLUNTEER_SCHEDULER_RUN_CHECK", "PT2S",
            "VOLUNTEER_SCHEDULER_MULTIPLIER_PART_SIZE", "50",
            "POSTGRES_ANSWER_TIMEOUT", "PT10S"));

    private static final Duration BETWEEN_STARTS = Duration.ofSeconds(2);
    private static final Duration REPEATING_TIMEOUT = Duration.ofMinutes(2);

    private final ChaosPlan plan;
    private final Dataset dataset;
    private final Map<FaultKind, Integer> made = new EnumMap<>(FaultKind.class);
    private long startedAt;

    private ChaosRun(ChaosPlan plan) {
        this.plan = plan;
        this.dataset = new Dataset(plan.seed(), Instant.now());
    }

    /** @return what was checked at the end */
    static List<Check> of(ChaosPlan plan) {
        return new ChaosRun(plan).run();
    }

    private List<Check> run() {
        say(
                "seed %d, %d sales a second, %d faults, one every %.1f s; services %s",
                plan.seed(),
                plan.salesPerSecond(),
                plan.faults().size(),
                plan.interval().toMillis() / 1e3,
                plan.replicas());
        SETTINGS.forEach((name, value) -> say("set for this run: " + name + "=" + value));
        try (Installation installation = Installation.create(plan, SETTINGS)) {
            installation.start(BETWEEN_STARTS);
            say("all services are ready");
            try (WebhookSender sender = new WebhookSender(installation.replicas(Service.WEBHOOK).stream()
                    .map(Replica::publicClient)
                    .toList())) {
                return run(installation, sender);
            }
        }
    }

    private List<Check> run(Installation installation, WebhookSender sender) {
        startedAt = System.nanoTime();
        MultiplierRuns runs = installation.has(Service.MULTIPLIER)
                ? new MultiplierRuns(installation.replicas(Service.MULTIPLIER))
                : null;
        Load load = new Load(plan, dataset, sender, runs);
        load.start();
        try {
            makeFaults(installation, sender);
        } finally {
            load.stop();
        }
        say(elapsed() + " no more faults and no more sales; now everything has to come right by itself");
        List<Replica> unready = installation.awaitReady();
        sender.awaitAll(REPEATING_TIMEOUT);
        Verification verification = new Verification(installation, dataset, sender);
        verification.beforeStop(unready, runs);
        say(elapsed() + " stopping the services, then counting");
        installation.stopServices();
        verification.afterStop(runs);
        new ChaosReport(plan, made, elapsed()).print(installation, sender, verification);
        return verification.checks();
    }

    private void makeFaults(Installation installation, WebhookSender sender) {
        FaultInjector faults = new FaultInjector(installation, plan);
        long due = System.nanoTime();
        for (FaultKind kind : plan.faults()) {
            due = Math.max(due + plan.interval().toNanos(), System.nanoTime());
            Wait.untilDue(due);
            for (Replica ended : installation.startWhatEnded()) {
                say(elapsed() + "    " + ended + " ended by itself and was started again");
            }
            String at = elapsed();
            String detail = faults.make(kind);
            made.merge(kind, 1, Integer::sum);
            int number = made.values().stream().mapToInt(Integer::intValue).sum();
            say(
                    "%s %3d %-36s %s; %,d sales accepted",
                    at, number, kind.description(), detail, sender.accepted().size());
        }
        // What the last one broke is under load for as long as all others.
        Wait.pause(plan.interval());
    }

    private String elapsed() {
        long seconds = Duration.ofNanos(System.nanoTime() - startedAt).toSeconds();
        return String.format("[%2d:%02d]", seconds / 60, seconds % 60);
    }
}
