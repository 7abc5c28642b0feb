package org.volunteerscheduler.budget.run;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.volunteerscheduler.budget.rule.BudgetWindow;
import org.volunteerscheduler.contracts.BudgetRunStarted;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.platform.http.ProblemException;
import org.volunteerscheduler.platform.messaging.NotPublished;
import org.volunteerscheduler.platform.messaging.Outgoing;
import org.volunteerscheduler.platform.messaging.Publisher;
import org.volunteerscheduler.platform.run.Caller;
import org.volunteerscheduler.platform.run.RunSettings;

/** Starts runs, each once however often it is triggered, and takes up again what failed or got lost. */
@ApplicationScoped
public class RunStart {

    private static final Logger LOG = Logger.getLogger(RunStart.class);

    private final BudgetRuns runs;
    private final RunSettings settings;
    private final Publisher publisher;
    private final BudgetJournal journal;
    private final Clock clock;

    RunStart(BudgetRuns runs, RunSettings settings, Publisher publisher, BudgetJournal journal, Clock clock) {
        this.runs = runs;
        this.settings = settings;
        this.publisher = publisher;
        this.journal = journal;
        this.clock = clock;
    }

    /** @param isNew whether this trigger has made it */
    record Started(BudgetRun run, boolean isNew) {}

    /**
     * The run of this window and scope: a new one, or the one that exists. If that has failed, it is taken up again.
     *
     * @param organizationId or null for all organizations as one pool
     * @param pool of a new run
     * @param poolIsGiven whether the caller named the pool; then the run that exists must have the same
     * @throws ProblemException 409, if it has another one
     */
    Uni<Started> start(BudgetWindow window, Long organizationId, BigDecimal pool, boolean poolIsGiven, Caller caller) {
        Instant now = clock.instant();
        return runs.insert(new BudgetRuns.Plan(List.of(window), organizationId, pool, caller.person()), now)
                .call(this::publish)
                .chain(inserted -> inserted.isEmpty()
                        ? exists(window, organizationId, poolIsGiven ? pool : null, now)
                        : Uni.createFrom().item(new Started(inserted.getFirst(), true)))
                .invoke(started -> journal.started(caller.name(), started.run(), started.isNew()));
    }

    /** Those that do not exist yet, the oldest first. */
    public Uni<List<BudgetRun>> startMissing(
            List<BudgetWindow> windows, Long organizationId, BigDecimal pool, Caller caller) {
        if (windows.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return runs.insert(new BudgetRuns.Plan(windows, organizationId, pool, caller.person()), clock.instant())
                .call(this::publish)
                .invoke(started -> started.forEach(run -> journal.started(caller.name(), run, true)));
    }

    /** Publishes again what was never picked up. */
    Uni<Void> publishOverdue() {
        Instant now = clock.instant();
        return runs.takeOverdue(now, now.minus(settings.runPatience())).chain(overdue -> {
            if (!overdue.isEmpty()) {
                LOG.warnf(
                        "%d runs were not picked up and are published again: %s",
                        overdue.size(), overdue.stream().map(BudgetRun::id).toList());
            }
            return publish(overdue);
        });
    }

    private Uni<Started> exists(BudgetWindow window, Long organizationId, BigDecimal pool, Instant now) {
        return runs.get(window, organizationId).chain(run -> {
            if (pool != null && run.poolAmount().compareTo(pool) != 0) {
                throw ProblemException.of(
                        409,
                        "Run %d of this window and scope has the pool %s and pays nobody twice; another pool is refused."
                                .formatted(run.id(), run.poolAmount().toPlainString()));
            }
            return run.isFailed()
                    ? runs.takeUpAgain(run.id(), now)
                            .call(this::publish)
                            .map(taken -> new Started(taken.isEmpty() ? run : taken.getFirst(), false))
                    : Uni.createFrom().item(new Started(run, false));
        });
    }

    /** The rows are stored, so whatever the broker does not take now is published later by {@link #publishOverdue}. */
    private Uni<Void> publish(List<BudgetRun> started) {
        return publisher
                .publish(started.stream().map(RunStart::outgoing).toList())
                .onFailure(NotPublished.class)
                .recoverWithUni(failure -> {
                    LOG.warnf("%d runs are published later: %s", started.size(), failure.getMessage());
                    return Uni.createFrom().voidItem();
                });
    }

    /** The same message id whenever the run is published. */
    private static Outgoing outgoing(BudgetRun run) {
        Outgoing message = Outgoing.of(new BudgetRunStarted(run.id()), String.valueOf(run.id()));
        return run.byPerson() ? message.withPriority(MessageType.PRIORITY_BY_PERSON) : message;
    }
}
