// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.allocation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.volunteerscheduler.budget.rule.Allocation;
import org.volunteerscheduler.platform.database.Column;

/** The immutable allocations, written with their run and read by rank. */
@ApplicationScoped
public class Allocations {

    private static final int MOST_AT_ONCE = 10_000;

    private static final String RECORD = """
            insert into budget_allocation (run_id, rank, user_id, score, approved_tasks, work, active_referrals, rejected,
                overdue, multiplier, amount)
            select $1, * from unnest($2::bigint[], $3::bigint[], $4::numeric[], $5::bigint[], $6::numeric[], $7::bigint[],
                $8::bigint[], $9::bigint[], $10::numeric[], $11::numeric[])
            """;

    private static final String BY_RANK = """
            select rank, user_id, score, approved_tasks, work, active_referrals, rejected, overdue, multiplier, amount
            from budget_allocation where run_id = $1 and rank > $2 order by rank limit $3
            """;

    private final Pool database;

    Allocations(Pool database) {
        this.database = database;
    }

    /** In statements of some thousands, so that memory does not depend on how many are paid. */
    public Uni<Void> record(SqlConnection connection, long runId, List<Allocation> allocations) {
        Uni<Void> recorded = Uni.createFrom().voidItem();
        for (int i = 0; i < allocations.size(); i += MOST_AT_ONCE) {
            List<Allocation> some = allocations.subList(i, Math.min(allocations.size(), i + MOST_AT_ONCE));
            recorded = recorded.chain(() -> recordAtOnce(connection, runId, some));
        }
        return recorded;
    }

    private static Uni<Void> recordAtOnce(SqlConnection connection, long runId, List<Allocation> allocations) {
        return connection
                .preparedQuery(RECORD)
                .execute(Tuple.from(List.of(
                        runId,
                        Column.longs(allocations, one -> (long) one.rank()),
                        Column.longs(allocations, Allocation::userId),
                        Column.decimals(allocations, Allocation::score),
                        Column.longs(allocations, one -> (long) one.approvedTasks()),
                        Column.decimals(allocations, Allocation::work),
                        Column.longs(allocations, one -> (long) one.activeReferrals()),
                        Column.longs(allocations, one -> (long) one.rejected()),
                        Column.longs(allocations, one -> (long) one.overdue()),
                        Column.decimals(allocations, Allocation::multiplier),
                        Column.decimals(allocations, Allocation::amount))))
                .replaceWithVoid();
    }

    /** By rank, at most {@code limit} behind {@code afterRank}. */
    public Uni<List<Allocation>> of(long runId, int afterRank, int limit) {
        return database.preparedQuery(BY_RANK)
                .execute(Tuple.of(runId, afterRank, limit))
                .map(rows -> {
                    List<Allocation> allocations = new ArrayList<>(rows.size());
                    rows.forEach(row -> allocations.add(allocation(row)));
                    return allocations;
                });
    }

    private static Allocation allocation(Row row) {
        return new Allocation(
                row.getInteger("rank"),
                row.getLong("user_id"),
                row.getBigDecimal("score"),
                row.getInteger("approved_tasks"),
                row.getBigDecimal("work"),
                row.getInteger("active_referrals"),
                row.getInteger("rejected"),
                row.getInteger("overdue"),
                row.getBigDecimal("multiplier"),
                row.getBigDecimal("amount"));
    }
}
