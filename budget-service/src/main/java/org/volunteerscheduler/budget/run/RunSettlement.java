// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.run;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import org.volunteerscheduler.budget.allocation.Allocations;
import org.volunteerscheduler.budget.allocation.Candidates;
import org.volunteerscheduler.budget.rule.BudgetWindow;
import org.volunteerscheduler.budget.rule.Distribution;
import org.volunteerscheduler.budget.rule.PoolAllocation;
import org.volunteerscheduler.platform.run.RunStatus;

/** Settles a run in one transaction: gather, decide, record. A run that is completed stays as it is. */
@ApplicationScoped
class RunSettlement {

    private final Pool database;
    private final BudgetRuns runs;
    private final Candidates candidates;
    private final Allocations allocations;
    private final Clock clock;

    RunSettlement(Pool database, BudgetRuns runs, Candidates candidates, Allocations allocations, Clock clock) {
        this.database = database;
        this.runs = runs;
        this.candidates = candidates;
        this.allocations = allocations;
        this.clock = clock;
    }

    /** @return whether it was settled now, not before */
    Uni<Boolean> settle(long runId) {
        return database.withTransaction(connection -> runs.claim(connection, runId)
                .chain(run -> run.status() == RunStatus.COMPLETED
                        ? Uni.createFrom().item(false)
                        : distribute(connection, run.window(), run.organizationId(), run.poolAmount())
                                .chain(distribution -> record(connection, run, distribution))
                                .replaceWith(true)));
    }

    /** The same computation; nothing is stored. */
    Uni<Distribution> preview(BudgetWindow window, Long organizationId, BigDecimal pool) {
        return database.withTransaction(connection -> distribute(connection, window, organizationId, pool));
    }

    private Uni<Distribution> distribute(
            SqlConnection connection, BudgetWindow window, Long organizationId, BigDecimal pool) {
        PoolAllocation allocation = new PoolAllocation(window.period(), pool);
        return candidates
                .rank(connection, window, organizationId)
                .map(standing -> Distribution.of(allocation, standing));
    }

    private Uni<Void> record(SqlConnection connection, BudgetRun run, Distribution distribution) {
        return allocations
                .record(connection, run.id(), distribution.allocations())
                .chain(() -> runs.finish(connection, run.id(), distribution.eligible(), clock.instant()));
    }
}
