package org.volunteerscheduler.budget.run;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import org.volunteerscheduler.budget.allocation.Allocations;
import org.volunteerscheduler.budget.allocation.Distribution;
import org.volunteerscheduler.budget.allocation.PoolDistribution;
import org.volunteerscheduler.budget.rule.BudgetWindow;

/** Settles a run in one transaction: gather, decide, record. A run that is completed already stays as it is. */
@ApplicationScoped
class RunSettlement {

    private final Pool database;
    private final BudgetRuns runs;
    private final PoolDistribution pools;
    private final Allocations allocations;
    private final Clock clock;

    RunSettlement(Pool database, BudgetRuns runs, PoolDistribution pools, Allocations allocations, Clock clock) {
        this.database = database;
        this.runs = runs;
        this.pools = pools;
        this.allocations = allocations;
        this.clock = clock;
    }

    /** @return whether it was settled now, not before */
    Uni<Boolean> settle(long runId) {
        return database.withTransaction(connection -> runs.claim(connection, runId)
                .chain(run -> run.isCompleted()
                        ? Uni.createFrom().item(false)
                        : settle(connection, run).replaceWith(true)));
    }

    private Uni<Void> settle(SqlConnection connection, BudgetRun run) {
        return pools.distribute(connection, run.window(), run.organizationId(), run.poolAmount())
                .chain(distribution -> allocations
                        .record(connection, run.id(), distribution.allocations())
                        .chain(() -> runs.finish(connection, run.id(), distribution.eligible(), clock.instant())));
    }

    /** The same computation; nothing is stored. */
    Uni<Distribution> preview(BudgetWindow window, Long organizationId, BigDecimal pool) {
        return database.withTransaction(connection -> pools.distribute(connection, window, organizationId, pool));
    }
}
