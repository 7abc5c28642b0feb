// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.volunteerscheduler.dev.system.Failure;
import org.volunteerscheduler.dev.system.ServersScript;
import org.volunteerscheduler.dev.system.Service;
import org.volunteerscheduler.dev.system.Wait;
import org.volunteerscheduler.platform.test.Proxy;

/** Makes one fault after another; the seed decides where, and for how long. */
final class FaultInjector {

    private static final int MAX_DOWN_MS = 3_000;
    private static final int MIN_HOLD_MS = 2_000;
    /** All starting at once would take two cores from everybody else. */
    private static final Duration BETWEEN_STARTS = Duration.ofSeconds(3);

    private final Installation installation;
    private final Random random;
    private final int maxHoldMs;

    FaultInjector(Installation installation, ChaosPlan plan) {
        this.installation = installation;
        this.random = new Random(plan.seed());
        this.maxHoldMs = plan.maxHoldSeconds() * 1_000;
    }

    /**
     * Returns when it is made; a connection that is held, or a service that is frozen, comes back by itself.
     *
     * @return what was done, for the log
     */
    String make(FaultKind kind) {
        return switch (kind) {
            case KILL_WEBHOOK -> kill(one(installation.replicas(Service.WEBHOOK)));
            case KILL_COMMISSION -> kill(one(installation.replicas(Service.COMMISSION)));
            case KILL_MULTIPLIER -> kill(one(installation.replicas(Service.MULTIPLIER)));
            case KILL_BUDGET -> kill(one(installation.replicas(Service.BUDGET)));
            case KILL_ALL_REPLICAS -> killAll(one(installation.replicas()).service());
            case TERMINATE_SERVICE -> takeDown(one(installation.replicas()), Replica::stop);
            case FREEZE_SERVICE -> freeze(one(installation.replicas()));
            case RESTART_BROKER -> restart("stop", "rabbitmq");
            case KILL_BROKER -> restart("kill", "rabbitmq");
            case RESTART_DATABASE -> restart("stop", "postgres");
            case KILL_DATABASE -> restart("kill", "postgres");
            case CUT_BROKER -> cut(some(installation.replicas()), Replica::broker);
            case CUT_DATABASE -> cut(some(withDatabase()), Replica::database);
            case CUT_CLIENTS -> cut(some(installation.replicas(Service.WEBHOOK)), Replica::entrance);
            case HOLD_BROKER -> hold(some(installation.replicas()), Replica::broker);
            case HOLD_DATABASE -> hold(some(withDatabase()), Replica::database);
            case HOLD_CLIENTS -> hold(some(installation.replicas(Service.WEBHOOK)), Replica::entrance);
            case STRAND_BROKER -> strand(some(installation.replicas()), Replica::broker);
            case STRAND_DATABASE -> strand(some(withDatabase()), Replica::database);
            case STRAND_CLIENTS -> strand(some(installation.replicas(Service.WEBHOOK)), Replica::entrance);
        };
    }

    private List<Replica> withDatabase() {
        return installation.replicas().stream()
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

    private String kill(Replica replica) {
        return takeDown(replica, Replica::kill);
    }

    private String takeDown(Replica replica, Consumer<Replica> how) {
        int downMs = random.nextInt(MAX_DOWN_MS);
        how.accept(replica);
        Wait.pause(Duration.ofMillis(downMs));
        replica.launch();
        return "%s, started again after %.1f s".formatted(replica, downMs / 1e3);
    }

    private String killAll(Service service) {
        int downMs = random.nextInt(MAX_DOWN_MS);
        List<Replica> all = installation.replicas(service);
        all.forEach(Replica::kill);
        Wait.pause(Duration.ofMillis(downMs));
        installation.launch(all, BETWEEN_STARTS);
        return "%d of %s, started again after %.1f s".formatted(all.size(), service.serviceName(), downMs / 1e3);
    }

    private String restart(String how, String server) {
        int downMs = random.nextInt(MAX_DOWN_MS);
        long start = System.nanoTime();
        ServersScript.run(how, server);
        Wait.pause(Duration.ofMillis(downMs));
        ServersScript.run("start", server);
        return "away for %.1f s".formatted((System.nanoTime() - start) / 1e9);
    }

    private String cut(List<Replica> replicas, Function<Replica, Proxy> proxy) {
        replicas.stream().map(proxy).forEach(Proxy::cut);
        return who(replicas);
    }

    private String strand(List<Replica> replicas, Function<Replica, Proxy> proxy) {
        replicas.stream().map(proxy).forEach(Proxy::strand);
        return who(replicas);
    }

    private String hold(List<Replica> replicas, Function<Replica, Proxy> proxy) {
        int heldMs = holdMs();
        replicas.stream().map(proxy).forEach(Proxy::hold);
        installation.later(
                Duration.ofMillis(heldMs), () -> replicas.stream().map(proxy).forEach(Proxy::release));
        return "%s, for %.1f s".formatted(who(replicas), heldMs / 1e3);
    }

    /** As a virtual machine that is migrated: it notices nothing, and everybody else gives it up. */
    private String freeze(Replica replica) {
        int heldMs = holdMs();
        long pid = replica.process().pid();
        signal("STOP", pid);
        installation.later(Duration.ofMillis(heldMs), () -> {
            if (replica.process().isAlive()) {
                signal("CONT", pid);
            }
        });
        return "%s, for %.1f s".formatted(replica, heldMs / 1e3);
    }

    private int holdMs() {
        return MIN_HOLD_MS + random.nextInt(Math.max(1, maxHoldMs - MIN_HOLD_MS));
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
