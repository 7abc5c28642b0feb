// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.run;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.volunteerscheduler.platform.messaging.Publisher;
import org.volunteerscheduler.rabbitmq.outbound.NotPublished;

/**
 * Starts runs, each once however often it is triggered, and resumes what failed or got lost.
 *
 * <p>Guarantee: a run is a row before it is a message. What the broker does not take when the run starts, and what is
 * lost later, is published again by {@link #publishStalled}.
 *
 * @param <P> plans, see {@link RunStore}
 * @param <R> runs
 */
public abstract class RunEngine<P, R extends Run> {

    private static final Logger LOG = Logger.getLogger(RunEngine.class);

    private final RunStore<P, R> store;
    private final RunTelemetry<R> telemetry;
    private final Publisher publisher;
    private final RunSettings settings;
    private final Clock clock;

    protected RunEngine(
            RunStore<P, R> store, RunTelemetry<R> telemetry, Publisher publisher, RunSettings settings, Clock clock) {
        this.store = store;
        this.telemetry = telemetry;
        this.publisher = publisher;
        this.settings = settings;
        this.clock = clock;
    }

    /** @param isNew whether this trigger has made it */
    public record Started<R>(R run, boolean isNew) {}

    /** The run that the plan means: a new one, or the one that exists. If that has failed, it is resumed. */
    public Uni<Started<R>> start(P plan, Caller caller) {
        return store.find(plan)
                // Looked for first, since inserting may wait for what is being computed.
                .chain(found -> found.isPresent() ? existing(plan, found.get()) : insert(plan))
                .invoke(started -> telemetry.started(caller.name(), started.run(), started.isNew()));
    }

    /** Of the runs that the plan means those that do not exist yet, the oldest first. */
    public Uni<List<R>> startMissing(P plan, Caller caller) {
        return store.insert(plan, clock.instant())
                .call(runs -> publish(runs.stream().map(store::firstTask).toList()))
                .invoke(runs -> runs.forEach(run -> telemetry.started(caller.name(), run, true)));
    }

    /** Publishes again what was never picked up, or got lost. */
    public Uni<Void> publishStalled() {
        Instant now = clock.instant();
        return store.takeStalled(now, now.minus(settings.runStallTimeout())).chain(stalled -> {
            if (!stalled.isEmpty()) {
                LOG.warnf(
                        "%d tasks of runs stand still and are published again: %s",
                        stalled.size(), stalled.stream().map(RunTask::key).toList());
            }
            return publish(stalled);
        });
    }

    /**
     * Refuses a plan that means a run which exists, but differs from it.
     *
     * @throws org.volunteerscheduler.platform.http.ProblemException 409, saying how they differ
     */
    protected void requireSame(P plan, R existing) {}

    private Uni<Started<R>> insert(P plan) {
        return store.insert(plan, clock.instant())
                .call(runs -> publish(runs.stream().map(store::firstTask).toList()))
                .chain(runs -> runs.isEmpty()
                        // Somebody else was faster.
                        ? store.find(plan).chain(run -> existing(plan, run.orElseThrow()))
                        : Uni.createFrom().item(new Started<>(runs.getFirst(), true)));
    }

    private Uni<Started<R>> existing(P plan, R run) {
        requireSame(plan, run);
        if (run.status() != RunStatus.FAILED) {
            return Uni.createFrom().item(new Started<>(run, false));
        }
        return store.resume(run.id(), clock.instant())
                .chain(this::publish)
                .chain(() -> store.find(run.id()))
                .map(resumed -> new Started<>(resumed.orElseThrow(), false));
    }

    private Uni<Void> publish(List<RunTask> tasks) {
        return publisher
                .publish(tasks.stream().map(RunTask::outgoing).toList())
                .onFailure(NotPublished.class)
                .recoverWithUni(failure -> {
                    LOG.warnf("%d tasks of runs are published later: %s", tasks.size(), failure.getMessage());
                    return Uni.createFrom().voidItem();
                });
    }
}
