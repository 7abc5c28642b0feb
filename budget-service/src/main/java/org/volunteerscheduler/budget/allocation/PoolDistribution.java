package org.volunteerscheduler.budget.allocation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import org.volunteerscheduler.budget.rule.BudgetWindow;
import org.volunteerscheduler.budget.rule.PoolAllocation;

/** Gathers and decides, for a run and for its preview alike. */
@ApplicationScoped
public class PoolDistribution {

    private final Candidates candidates;

    PoolDistribution(Candidates candidates) {
        this.candidates = candidates;
    }

    /**
     * By the facts as they are known now.
     *
     * @param connection in a transaction
     * @param organizationId or null for all organizations as one pool
     */
    public Uni<Distribution> distribute(
            SqlConnection connection, BudgetWindow window, Long organizationId, BigDecimal pool) {
        PoolAllocation allocation = new PoolAllocation(window.period(), pool);
        return candidates
                .rank(connection, window, organizationId)
                .map(standing -> Distribution.of(allocation, standing));
    }
}
