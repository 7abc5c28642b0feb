package org.volunteerscheduler.multiplier.run;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.volunteerscheduler.contracts.MultiplierPartPlanned;
import org.volunteerscheduler.multiplier.rule.MultiplierFormula;
import org.volunteerscheduler.platform.messaging.NotPublished;
import org.volunteerscheduler.platform.messaging.Publisher;
import org.volunteerscheduler.platform.run.Caller;
import org.volunteerscheduler.platform.run.RunSettings;

/** Starts runs, each once however often it is triggered, and takes up again what failed or got lost. */
@ApplicationScoped
class RunStart {

    private static final Logger LOG = Logger.getLogger(RunStart.class);

    private final MultiplierRuns runs;
    private final MultiplierFormula formula;
    private final RunSettings settings;
    private final Publisher publisher;
    private final MultiplierJournal journal;
    private final Clock clock;

    RunStart(
            MultiplierRuns runs,
            MultiplierFormula formula,
            RunSettings settings,
            Publisher publisher,
            MultiplierJournal journal,
            Clock clock) {
        this.runs = runs;
        this.formula = formula;
        this.settings = settings;
        this.publisher = publisher;
        this.journal = journal;
        this.clock = clock;
    }

    /** @param isNew whether this trigger has made it */
    record Started(MultiplierRun run, boolean isNew) {}

    /**
     * The run of this scope and instant: a new one, or the one that exists. If that has failed, its failed parts are
     * taken up again.
     *
     * @param organizationId or null for all organizations
     */
    Uni<Started> start(Long organizationId, Instant asOf, Caller caller) {
        return runs.find(organizationId, asOf)
                // Looked for first, since inserting waits for whatever is being computed.
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(false)
                        : insert(organizationId, asOf, caller.person()))
                .call(isNew -> isNew ? Uni.createFrom().voidItem() : takeUpAgain(organizationId, asOf))
                .chain(isNew -> runs.find(organizationId, asOf).map(run -> new Started(run.orElseThrow(), isNew)))
                .invoke(started -> journal.started(caller.name(), started.run(), started.isNew()));
    }

    /** @return false if somebody else was faster */
    private Uni<Boolean> insert(Long organizationId, Instant asOf, boolean person) {
        return runs.insert(
                        new MultiplierRuns.Plan(organizationId, asOf, person, formula.maxMultiplier()), clock.instant())
                .call(id -> id.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : publish(List.of(new RunPart(id.get(), MultiplierPartPlanned.GATHERING, person))))
                .map(Optional::isPresent);
    }

    /** Publishes again what was never picked up, and sees how things stand. */
    Uni<Void> watch() {
        return publishOverdue()
                .chain(runs::state)
                .invoke(journal::state)
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf("runs are looked at again later: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> publishOverdue() {
        Instant now = clock.instant();
        return runs.takeOverdue(now, now.minus(settings.runPatience())).chain(parts -> {
            if (!parts.isEmpty()) {
                LOG.warnf("%d parts of runs were not picked up and are published again: %s", parts.size(), parts);
            }
            return publish(parts);
        });
    }

    private Uni<Void> takeUpAgain(Long organizationId, Instant asOf) {
        return runs.find(organizationId, asOf)
                .chain(run -> run.orElseThrow().isFailed()
                        ? runs.takeUpAgain(run.get().id(), clock.instant())
                        : Uni.createFrom().item(List.<RunPart>of()))
                .chain(this::publish);
    }

    /** The rows are stored, so whatever the broker does not take now is published later by {@link #publishOverdue}. */
    private Uni<Void> publish(List<RunPart> parts) {
        return publisher
                .publish(parts.stream().map(RunPart::outgoing).toList())
                .onFailure(NotPublished.class)
                .recoverWithUni(failure -> {
                    LOG.warnf("%d parts of runs are published later: %s", parts.size(), failure.getMessage());
                    return Uni.createFrom().voidItem();
                });
    }
}
