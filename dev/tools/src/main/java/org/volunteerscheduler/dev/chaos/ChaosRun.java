package org.volunteerscheduler.dev.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.volunteerscheduler.dev.chaos.ChaosWorld.Assignment;
import org.volunteerscheduler.dev.chaos.ChaosWorld.Volunteer;
import org.volunteerscheduler.dev.server.Service;

/** A load, the faults of a plan, and what is left at the end. Says all of it on standard output. */
final class ChaosRun {

    /** Shorter than in an installation, so that what is put off comes back within the run; nothing else is different. */
    private static final Map<String, String> SETTINGS = new TreeMap<>(Map.of(
            "VOLUNTEER_SCHEDULER_RETRY_DELAYS", "PT1S,PT2S,PT4S,PT8S",
            "VOLUNTEER_SCHEDULER_RETRY_CHECK", "PT0.5S",
            "VOLUNTEER_SCHEDULER_WAITING_SALES_CHECK", "PT5S",
            "VOLUNTEER_SCHEDULER_RUN_PATIENCE", "PT10S",
            "VOLUNTEER_SCHEDULER_RUN_CHECK", "PT2S",
            "VOLUNTEER_SCHEDULER_MULTIPLIER_PART_SIZE", "50",
            "POSTGRES_ANSWER_TIMEOUT", "PT10S"));

    private static final Duration BETWEEN_STARTS = Duration.ofSeconds(2);
    private static final Duration BETWEEN_RUNS = Duration.ofSeconds(20);
    private static final Duration LONGEST_REPEATING = Duration.ofSeconds(120);

    private final ChaosPlan plan;
    private final ChaosWorld world;
    private final Map<FaultKind, Integer> made = new EnumMap<>(FaultKind.class);
    private final List<Assignment> assignments;
    private long startedAt;

    private ChaosRun(ChaosPlan plan) {
        this.plan = plan;
        this.world = new ChaosWorld(plan.seed(), Instant.now());
        this.assignments = world.assignments();
    }

    /** @return what was checked at the end */
    static List<Check> of(ChaosPlan plan) throws InterruptedException {
        return new ChaosRun(plan).go();
    }

    private List<Check> go() throws InterruptedException {
        say("seed " + plan.seed() + ", " + plan.salesPerSecond() + " sales a second, "
                + plan.faults().size() + " faults, one every " + plan.interval().toMillis() / 1e3 + " s; services "
                + plan.replicas());
        SETTINGS.forEach((name, value) -> say("set for this run: " + name + "=" + value));
        try (ChaosStage stage = ChaosStage.build(plan, SETTINGS)) {
            stage.start(BETWEEN_STARTS);
            say("all services are ready");
            try (Sender sender = new Sender(stage.replicas(Service.WEBHOOK).stream()
                    .map(replica -> replica.door().port())
                    .toList())) {
                return go(stage, sender);
            }
        }
    }

    private List<Check> go(ChaosStage stage, Sender sender) throws InterruptedException {
        startedAt = System.nanoTime();
        DomainClient client = new DomainClient();
        MultiplierRuns runs = new MultiplierRuns(stage, client);
        sender.sendVolunteers(world.knownAtFirst());
        AtomicBoolean over = new AtomicBoolean();
        Thread load = Thread.ofPlatform().daemon().name("load").start(() -> send(sender, over));
        Thread triggers = Thread.ofVirtual().start(() -> trigger(stage, runs, over));
        try {
            makeFaults(stage, sender);
        } finally {
            over.set(true);
            load.join();
            triggers.join();
        }

        say(elapsed() + " no more faults and no more sales; now everything has to come right by itself");
        Verification verification = new Verification(stage, world, sender, client, assignments);
        List<Replica> unready = stage.awaitReady();
        verification.healthy(unready);
        sender.awaitAll(LONGEST_REPEATING);
        verification.answers();
        boolean quiet = verification.awaitQuiet();
        say(elapsed() + (quiet ? " all is settled and quiet" : " it does not become quiet"));
        Instant lastRun = null;
        List<String> openRuns = List.of();
        if (stage.has(Service.MULTIPLIER) && unready.isEmpty()) {
            lastRun = runs.start(Instant.now());
            openRuns = runs.awaitCompleted();
            verification.awaitQuiet();
        }
        verification.statements();
        stage.stopServices();
        verification.sales();
        Listener listener = verification.announcements();
        verification.facts();
        if (lastRun != null) {
            verification.multipliers(runs, openRuns, lastRun, listener);
        }
        verification.queues();
        print(stage, sender, listener, verification);
        return verification.checks();
    }

    private void makeFaults(ChaosStage stage, Sender sender) throws InterruptedException {
        Faults faults = new Faults(stage, plan);
        long due = System.nanoTime();
        for (FaultKind kind : plan.faults()) {
            due = Math.max(due + plan.interval().toNanos(), System.nanoTime());
            while (System.nanoTime() < due) {
                Thread.sleep(Duration.ofMillis(50));
            }
            for (Replica ended : stage.startWhatEnded()) {
                say(elapsed() + "    " + ended + " ended by itself and was started again");
            }
            String at = elapsed();
            String detail = faults.make(kind);
            int number = made.values().stream().mapToInt(Integer::intValue).sum() + 1;
            made.merge(kind, 1, Integer::sum);
            say(String.format(
                    "%s %3d %-36s %s; %,d sales accepted",
                    at, number, kind.description(), detail, sender.accepted().size()));
        }
        // What the last one broke is under load for as long as all others.
        Thread.sleep(plan.interval());
    }

    /** Sales at a steady rate, and between them the facts, spread over the whole run. */
    private void send(Sender sender, AtomicBoolean over) {
        List<Volunteer> late = world.late();
        long expectedSales =
                plan.interval().multipliedBy(plan.faults().size()).toMillis() * plan.salesPerSecond() / 1_000;
        int sentLate = 0;
        int sentStates = 0;
        long start = System.nanoTime();
        for (int n = 0; !over.get(); n++) {
            long due = start + 1_000_000_000L * n / plan.salesPerSecond();
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            sender.send(world.nextSale(n, Instant.now()));
            for (; sentLate < late.size() && sentLate < (long) late.size() * n / expectedSales; sentLate++) {
                sender.sendVolunteers(List.of(late.get(sentLate)));
            }
            int statesDue = (int) Math.min(assignments.size(), (long) assignments.size() * n / expectedSales);
            if (statesDue > sentStates) {
                sender.sendAssignments(assignments.subList(sentStates, statesDue));
                sentStates = statesDue;
            }
        }
        if (sentLate < late.size()) {
            sender.sendVolunteers(late.subList(sentLate, late.size()));
        }
        for (; sentStates < assignments.size(); sentStates = Math.min(assignments.size(), sentStates + 1_000)) {
            sender.sendAssignments(assignments.subList(sentStates, Math.min(assignments.size(), sentStates + 1_000)));
        }
    }

    private static void trigger(ChaosStage stage, MultiplierRuns runs, AtomicBoolean over) {
        long due = System.nanoTime();
        while (stage.has(Service.MULTIPLIER) && !over.get()) {
            if (System.nanoTime() >= due) {
                runs.startInBackground();
                due += BETWEEN_RUNS.toNanos();
            }
            LockSupport.parkNanos(200_000_000L);
        }
    }

    private String elapsed() {
        long seconds = Duration.ofNanos(System.nanoTime() - startedAt).toSeconds();
        return String.format("[%2d:%02d]", seconds / 60, seconds % 60);
    }

    private static void say(String what) {
        System.out.println("==> " + what);
    }

    private void print(ChaosStage stage, Sender sender, Listener listener, Verification verification) {
        StringBuilder text = new StringBuilder("\n");
        text.append(String.format("%-36s %6s%n", "fault", "times"));
        made.forEach((kind, times) -> text.append(String.format("%-36s %6d%n", kind.description(), times)));
        text.append(String.format(
                "%-36s %6d, of %d kinds%n",
                "together", made.values().stream().mapToInt(Integer::intValue).sum(), made.size()));
        text.append(String.format("%nseed %d, %s%n", plan.seed(), elapsed().replaceAll("[\\[\\] ]", "") + " minutes"));
        text.append(String.format(
                "%,d deliveries: answered %s; %,d without an answer%n",
                sender.deliveries(), sender.answers(), sender.unanswered()));
        text.append(String.format(
                "nothing accepted for at most %.1f s; %,d announcements heard; %d services ended by themselves%n",
                sender.longestSilenceSeconds(), listener.heard(), stage.endedByThemselves()));
        text.append("from receipt to ledger, where nobody had to be waited for: ")
                .append(verification.settleTimes())
                .append("\n\n");
        verification.checks().forEach(check -> text.append(check).append('\n'));
        System.out.print(text);
        System.out.flush();
    }
}
