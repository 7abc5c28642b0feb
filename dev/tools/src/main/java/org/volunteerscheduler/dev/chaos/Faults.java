package org.volunteerscheduler.dev.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.volunteerscheduler.dev.Failure;
import org.volunteerscheduler.dev.server.Service;
import org.volunteerscheduler.platform.test.Proxy;

/** Makes one fault after another, of what the seed says. */
final class Faults {

    private static final int LONGEST_DOWN_MS = 3_000;
    private static final int SHORTEST_HOLD_MS = 2_000;
    /** All starting at once would take two cores from everybody else. */
    private static final Duration BETWEEN_STARTS = Duration.ofSeconds(3);

    private final ChaosStage stage;
    private final Random random;
    private final int longestHoldMs;

    Faults(ChaosStage stage, ChaosPlan plan) {
        this.stage = stage;
        this.random = new Random(plan.seed());
        this.longestHoldMs = plan.longestHoldSeconds() * 1_000;
    }

    /** Returns when it is made; a line that is held, or a service that is frozen, comes back by itself. */
    String make(FaultKind kind) throws InterruptedException {
        return switch (kind) {
            case KILL_WEBHOOK -> kill(one(stage.replicas(Service.WEBHOOK)));
            case KILL_COMMISSION -> kill(one(stage.replicas(Service.COMMISSION)));
            case KILL_MULTIPLIER -> kill(one(stage.replicas(Service.MULTIPLIER)));
            case KILL_BUDGET -> kill(one(stage.replicas(Service.BUDGET)));
            case KILL_ALL_REPLICAS -> killAll(one(stage.replicas()).service());
            case TERMINATE_SERVICE -> takeDown(one(stage.replicas()), Replica::stop);
            case FREEZE_SERVICE -> freeze(one(stage.replicas()));
            case RESTART_BROKER -> restart("stop", "rabbitmq");
            case KILL_BROKER -> restart("kill", "rabbitmq");
            case RESTART_DATABASE -> restart("stop", "postgres");
            case KILL_DATABASE -> restart("kill", "postgres");
            case CUT_BROKER -> cut(some(stage.replicas()), Replica::broker);
            case CUT_DATABASE -> cut(some(withDatabase()), Replica::database);
            case CUT_CLIENTS -> cut(some(stage.replicas(Service.WEBHOOK)), Replica::door);
            case HOLD_BROKER -> hold(some(stage.replicas()), Replica::broker);
            case HOLD_DATABASE -> hold(some(withDatabase()), Replica::database);
            case HOLD_CLIENTS -> hold(some(stage.replicas(Service.WEBHOOK)), Replica::door);
            case STRAND_BROKER -> strand(some(stage.replicas()), Replica::broker);
            case STRAND_DATABASE -> strand(some(withDatabase()), Replica::database);
            case STRAND_CLIENTS -> strand(some(stage.replicas(Service.WEBHOOK)), Replica::door);
        };
    }

    private List<Replica> withDatabase() {
        return stage.replicas().stream()
                .filter(replica -> replica.service().hasDatabase())
                .toList();
    }

    private Replica one(List<Replica> replicas) {
        return replicas.get(random.nextInt(replicas.size()));
    }

    /** One of them, or all. */
    private List<Replica> some(List<Replica> replicas) {
        return random.nextBoolean() ? replicas : List.of(one(replicas));
    }

    private String kill(Replica replica) throws InterruptedException {
        return takeDown(replica, Replica::kill);
    }

    private String takeDown(Replica replica, Consumer<Replica> how) throws InterruptedException {
        int downMs = random.nextInt(LONGEST_DOWN_MS);
        how.accept(replica);
        TimeUnit.MILLISECONDS.sleep(downMs);
        replica.launch();
        return "%s, started again after %.1f s".formatted(replica, downMs / 1e3);
    }

    private String killAll(Service service) throws InterruptedException {
        int downMs = random.nextInt(LONGEST_DOWN_MS);
        List<Replica> all = stage.replicas(service);
        all.forEach(Replica::kill);
        TimeUnit.MILLISECONDS.sleep(downMs);
        stage.launch(all, BETWEEN_STARTS);
        return "%d of %s, started again after %.1f s".formatted(all.size(), service.serviceName(), downMs / 1e3);
    }

    private String restart(String how, String server) throws InterruptedException {
        int downMs = random.nextInt(LONGEST_DOWN_MS);
        long start = System.nanoTime();
        ServersScript.run(how, server);
        TimeUnit.MILLISECONDS.sleep(downMs);
        ServersScript.run("start", server);
        return "away for %.1f s".formatted((System.nanoTime() - start) / 1e9);
    }

    private String cut(List<Replica> replicas, Function<Replica, Proxy> line) {
        replicas.stream().map(line).forEach(Proxy::cut);
        return who(replicas);
    }

    private String strand(List<Replica> replicas, Function<Replica, Proxy> line) {
        replicas.stream().map(line).forEach(Proxy::strand);
        return who(replicas);
    }

    private String hold(List<Replica> replicas, Function<Replica, Proxy> line) {
        int heldMs = holdMs();
        replicas.stream().map(line).forEach(Proxy::hold);
        stage.later(Duration.ofMillis(heldMs), () -> replicas.stream().map(line).forEach(Proxy::release));
        return "%s, for %.1f s".formatted(who(replicas), heldMs / 1e3);
    }

    /** As a virtual machine that is moved: it sees nothing of it, and all others give it up. */
    private String freeze(Replica replica) {
        int heldMs = holdMs();
        long pid = replica.process().pid();
        signal("STOP", pid);
        stage.later(Duration.ofMillis(heldMs), () -> {
            if (replica.process().isAlive()) {
                signal("CONT", pid);
            }
        });
        return "%s, for %.1f s".formatted(replica, heldMs / 1e3);
    }

    private int holdMs() {
        return SHORTEST_HOLD_MS + random.nextInt(Math.max(1, longestHoldMs - SHORTEST_HOLD_MS));
    }

    private static void signal(String signal, long pid) {
        try {
            int code = new ProcessBuilder("kill", "-" + signal, String.valueOf(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new Failure("kill -" + signal + " " + pid + " failed");
            }
        } catch (IOException e) {
            throw new Failure("kill is missing", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String who(List<Replica> replicas) {
        return replicas.size() == 1 ? replicas.getFirst().toString() : "all " + replicas.size() + " services'";
    }
}
