package org.volunteerscheduler.multiplier.run;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.volunteerscheduler.contracts.MultiplierPartPlanned;
import org.volunteerscheduler.multiplier.MultiplierSettings;
import org.volunteerscheduler.multiplier.rule.ActivityWindow;
import org.volunteerscheduler.multiplier.rule.MultiplierFormula;
import org.volunteerscheduler.multiplier.run.PartBook.Claimed;
import org.volunteerscheduler.multiplier.run.PartBook.Outcome;
import org.volunteerscheduler.multiplier.volunteer.Activities;
import org.volunteerscheduler.multiplier.volunteer.Candidate;
import org.volunteerscheduler.multiplier.volunteer.Multipliers;
import org.volunteerscheduler.multiplier.volunteer.Multipliers.Computed;

/**
 * Computes a part of a run in one transaction: gather, decide, record. A part that is done already stays as it is.
 *
 * <p>Facts that arrive meanwhile count if they are known when their part gathers, else in the next run.
 */
@ApplicationScoped
class PartComputation {

    private final Pool database;
    private final PartBook parts;
    private final Activities activities;
    private final Multipliers multipliers;
    private final MultiplierSettings settings;
    private final Clock clock;

    PartComputation(
            Pool database,
            PartBook parts,
            Activities activities,
            Multipliers multipliers,
            MultiplierSettings settings,
            Clock clock) {
        this.database = database;
        this.parts = parts;
        this.activities = activities;
        this.multipliers = multipliers;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A part that is computed, now or before.
     *
     * @param endedRun whether it was the last of its run, and now
     */
    record Computation(Claimed range, boolean endedRun) {}

    Uni<Computation> compute(MultiplierPartPlanned message) {
        return database.withTransaction(connection -> parts.claim(connection, message.runId(), message.part())
                .chain(claimed -> claimed.done()
                        ? Uni.createFrom().item(new Computation(claimed, false))
                        : MultiplierRuns.get(connection, message.runId())
                                .chain(run -> new Slices(connection, run, claimed.lastUserId())
                                        .from(claimed.firstUserId(), Outcome.NONE))
                                .chain(outcome -> parts.finish(
                                        connection, message.runId(), message.part(), claimed, outcome, clock.instant()))
                                .map(ended -> new Computation(claimed, ended))));
    }

    /**
     * A part is planned as one slice. It has more where many volunteers became known since then: they are taken one
     * slice after another, so that memory does not depend on them.
     */
    private final class Slices {
        private final SqlConnection connection;
        private final MultiplierRun run;
        private final MultiplierFormula formula;
        private final long lastUserId;

        Slices(SqlConnection connection, MultiplierRun run, long lastUserId) {
            this.connection = connection;
            this.run = run;
            this.formula = new MultiplierFormula(run.maxMultiplier());
            this.lastUserId = lastUserId;
        }

        Uni<Outcome> from(long firstUserId, Outcome before) {
            int most = settings.multiplierPartSize();
            return activities
                    .gather(
                            connection,
                            new Activities.Range(firstUserId, lastUserId, run.organizationId(), most),
                            new ActivityWindow(run.asOf()))
                    // Thousands of decisions take too long for a thread that serves connections.
                    .emitOn(Infrastructure.getDefaultWorkerPool())
                    .chain(candidates -> {
                        List<Computed> computed = decide(candidates);
                        Outcome outcome = before.plus(outcome(candidates, computed));
                        Uni<Void> recorded = multipliers.record(connection, run.id(), run.asOf(), computed);
                        if (candidates.size() < most || candidates.getLast().userId() == lastUserId) {
                            return recorded.replaceWith(outcome);
                        }
                        return recorded.chain(() -> from(candidates.getLast().userId() + 1, outcome));
                    });
        }

        private List<Computed> decide(List<Candidate> candidates) {
            List<Computed> computed = new ArrayList<>(candidates.size());
            for (Candidate candidate : candidates) {
                if (!candidate.superseded()) {
                    BigDecimal multiplier =
                            formula.multiplier(candidate.activity(), run.asOf()).multiplier();
                    if (candidate.isNews(multiplier)) {
                        computed.add(new Computed(
                                candidate.userId(), multiplier, candidate.activity(), candidate.isChange(multiplier)));
                    }
                }
            }
            return computed;
        }

        private static Outcome outcome(List<Candidate> candidates, List<Computed> computed) {
            return new Outcome(
                    candidates.size(),
                    computed.stream().filter(Computed::changed).count(),
                    candidates.stream().filter(Candidate::superseded).count());
        }
    }
}
