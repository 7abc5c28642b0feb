// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.run;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.volunteerscheduler.contracts.MultiplierPartPlanned;
import org.volunteerscheduler.multiplier.MultiplierSettings;
import org.volunteerscheduler.multiplier.rule.ActivityWindow;
import org.volunteerscheduler.multiplier.rule.MultiplierFormula;
import org.volunteerscheduler.multiplier.rule.PartDecision;
import org.volunteerscheduler.multiplier.run.PartStore.Claimed;
import org.volunteerscheduler.multiplier.volunteer.Activities;
import org.volunteerscheduler.multiplier.volunteer.Multipliers;

/**
 * Computes a run: its first part gathers the activities of all its volunteers, every other part decides on some of them
 * and records it. Each part is one transaction; one that is done already stays as it is.
 */
@ApplicationScoped
class PartComputation {

    private final Pool database;
    private final PartStore parts;
    private final Activities activities;
    private final Multipliers multipliers;
    private final MultiplierSettings settings;
    private final Clock clock;

    PartComputation(
            Pool database,
            PartStore parts,
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
        MultiplierFormula formula = new MultiplierFormula(run.maxMultiplier());
        return activities
                .take(connection, part.runId(), part.part(), new ActivityWindow(run.asOf()))
                // Thousands of decisions take too long for a thread that serves connections.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(candidates -> PartDecision.of(candidates, formula, run.asOf()))
                .chain(decision -> record(connection, run, part, decision));
    }

    private Uni<Boolean> record(
            SqlConnection connection, MultiplierRun run, MultiplierPartPlanned part, PartDecision decision) {
        return multipliers
                .record(connection, run.id(), run.asOf(), decision.computed())
                .chain(() -> parts.finish(connection, part, decision, clock.instant()));
    }
}
