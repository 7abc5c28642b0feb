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
 * Computes a run: its first part gathers the activities of all its volunteers, every other part decides on some of them
 * and records it. Each part is one transaction; one that is done already stays as it is.
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

    Uni<Computation> compute(MultiplierPartPlanned part) {
        return database.withTransaction(connection -> parts.claim(connection, part)
                .chain(claimed -> (claimed.done() ? Uni.createFrom().item(false) : compute(connection, part))
                        .map(ended -> new Computation(claimed, ended))));
    }

    private Uni<Boolean> compute(SqlConnection connection, MultiplierPartPlanned part) {
        return MultiplierRuns.get(connection, part.runId())
                .chain(run -> part.gathers() ? gather(connection, run) : decide(connection, run, part));
    }

    private Uni<Boolean> gather(SqlConnection connection, MultiplierRun run) {
        return activities
                .gather(
                        connection,
                        new Activities.Scope(run.id(), run.organizationId(), settings.multiplierPartSize()),
                        new ActivityWindow(run.asOf()))
                .chain(() -> parts.divide(connection, run.id(), clock.instant()));
    }

    private Uni<Boolean> decide(SqlConnection connection, MultiplierRun run, MultiplierPartPlanned part) {
        return activities
                .take(connection, part.runId(), part.part(), new ActivityWindow(run.asOf()))
                // Thousands of decisions take too long for a thread that serves connections.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(candidates -> {
                    List<Computed> computed = decide(candidates, run);
                    return multipliers
                            .record(connection, run.id(), run.asOf(), computed)
                            .chain(() ->
                                    parts.finish(connection, part, outcome(candidates, computed), clock.instant()));
                });
    }

    private static List<Computed> decide(List<Candidate> candidates, MultiplierRun run) {
        MultiplierFormula formula = new MultiplierFormula(run.maxMultiplier());
        List<Computed> computed = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            if (!candidate.superseded()) {
                BigDecimal multiplier = formula.multiplier(candidate.activity(), run.asOf());
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
