// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.allocation;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.List;
import org.volunteerscheduler.budget.rule.BudgetWindow;
import org.volunteerscheduler.budget.rule.Contender;
import org.volunteerscheduler.budget.rule.PerformanceScore;
import org.volunteerscheduler.budget.rule.Ranking;
import org.volunteerscheduler.budget.rule.Standing;
import org.volunteerscheduler.platform.database.Column;

/** Who is eligible in a window, with what the score needs to know of each: gathered by one statement. */
@ApplicationScoped
public class Candidates {

    /** How many are here at a time; who has no place among the best is forgotten. */
    private static final int SLICE = 10_000;

    /** Enough to hash a million volunteers a few times over; of this transaction alone. */
    private static final String ROOM_FOR_HASHES = "set local work_mem = '64MB'";

    /**
     * The way up from everyone with an approved task ends at whom it began with, so nobody is active for themselves; and
     * where it runs into a circle, it may meet somebody twice but counts once. It does not stop at the border of an
     * organization, as rules.md says of a downline.
     */
    private static final String GATHER = """
            with recursive reviewed as materialized (
                select user_id,
                    count(*) filter (where status = 'approved')::int as approved_tasks,
                    (sum(xp_reward::bigint * level_required) filter (where status = 'approved'))::bigint as tenths_of_work,
                    count(*) filter (where status = 'rejected')::int as rejected
                from assignment
                where reviewed_at >= $2 and reviewed_at < $3 and status in ('approved', 'rejected')
                group by user_id
            ), eligible as materialized (
                select user_id, approved_tasks, tenths_of_work, rejected
                from reviewed join volunteer using (user_id)
                where approved_tasks >= $4 and ($1::bigint is null or organization_id = $1)
            ), upward (member_id, ancestor_id, levels) as (
                select user_id, user_id, 0 from reviewed where approved_tasks > 0
                union all
                select member_id, referrer_id, levels + 1
                from upward join volunteer on user_id = ancestor_id
                where levels < 5 and referrer_id <> member_id
            ), active as (
                select ancestor_id as user_id, count(*)::int as active_referrals
                from (
                    select distinct member_id, ancestor_id
                    from upward join eligible on user_id = ancestor_id
                    where levels > 0) as referral
                group by ancestor_id
            ), overdue as (
                select user_id, count(*)::int as overdue
                from (
                    select user_id from assignment where reviewed_at is null and assigned_at < $5
                    union all
                    select user_id from assignment where reviewed_at >= $3 and assigned_at < $5) as late
                group by user_id
            )
            select user_id, approved_tasks, tenths_of_work, coalesce(active_referrals, 0) as active_referrals, rejected,
                coalesce(overdue, 0) as overdue, coalesce(multiplier, 1.0000) as multiplier, count(*) over () as eligible
            from eligible
                left join active using (user_id)
                left join overdue using (user_id)
                left join multiplier using (user_id)
            """;

    /**
     * As known at this moment.
     *
     * @param organizationId where a volunteer must be now, whatever it was in the window; null: anywhere
     */
    public Uni<Standing> rank(SqlConnection connection, BudgetWindow window, Long organizationId) {
        return connection
                .query(ROOM_FOR_HASHES)
                .execute()
                .chain(() -> connection.prepare(GATHER))
                .chain(statement -> {
                    Cursor cursor = statement.cursor(Tuple.of(
                            organizationId,
                            Column.timestamp(window.start()),
                            Column.timestamp(window.end()),
                            window.period().leastApprovedTasks(),
                            Column.timestamp(window.overdueBefore())));
                    Contest contest = new Contest(window);
                    return Multi.createBy()
                            .repeating()
                            .uni(() -> cursor.read(SLICE)
                                    // Thousands of scores take too long for a thread that serves connections.
                                    .emitOn(Infrastructure.getDefaultWorkerPool())
                                    .invoke(contest::enter))
                            .whilst(rows -> cursor.hasMore())
                            .onItem()
                            .ignoreAsUni()
                            .chain(cursor::close)
                            .chain(statement::close)
                            .map(closed -> contest.standing());
                });
    }

    private static final class Contest {
        private final BudgetWindow window;
        private Ranking ranking;
        private long eligible;

        Contest(BudgetWindow window) {
            this.window = window;
        }

        void enter(RowSet<Row> rows) {
            for (Row row : rows) {
                if (ranking == null) {
                    eligible = row.getLong("eligible");
                    ranking = new Ranking(window.period().places(eligible));
                }
                ranking.offer(contender(row));
            }
        }

        Standing standing() {
            return new Standing(eligible, ranking == null ? List.of() : ranking.best());
        }

        private static Contender contender(Row row) {
            return Contender.of(
                    row.getLong("user_id"),
                    new PerformanceScore(
                            row.getInteger("approved_tasks"),
                            BigDecimal.valueOf(row.getLong("tenths_of_work"), 1),
                            row.getInteger("active_referrals"),
                            row.getInteger("rejected"),
                            row.getInteger("overdue"),
                            row.getBigDecimal("multiplier")));
        }
    }
}
