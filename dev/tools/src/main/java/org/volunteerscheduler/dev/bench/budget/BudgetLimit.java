// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.budget;

import static org.volunteerscheduler.dev.system.Console.say;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.volunteerscheduler.dev.bench.measure.Limit;
import org.volunteerscheduler.dev.bench.measure.LimitBench;
import org.volunteerscheduler.dev.bench.measure.Stretch;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.bench.measure.Usage;
import org.volunteerscheduler.dev.system.DatabaseSession;
import org.volunteerscheduler.dev.system.Failure;
import org.volunteerscheduler.dev.system.Service;

/**
 * The least that PostgreSQL must do for a weekly budget: one query that gathers, scores, ranks and allocates, and writes
 * nothing. It adds up the active referrals level by level, which is faster than counting each, and right as long as
 * nobody is their own referrer's referrer.
 */
public final class BudgetLimit implements LimitBench {

    private static final int ATTEMPTS = 5;

    private static final String QUERY = """
            with reviewed as materialized (
                select user_id, count(*) filter (where status = 'approved') as approved_tasks,
                    sum(xp_reward::bigint * level_required) filter (where status = 'approved') as tenths_of_work,
                    count(*) filter (where status = 'rejected') as rejected
                from assignment
                where reviewed_at >= '2024-12-08 00:00Z' and reviewed_at < '2024-12-15 00:00Z'
                    and status in ('approved', 'rejected')
                group by user_id
            ), level1 as (
                select referrer_id, count(*) as members from reviewed join volunteer using (user_id)
                where approved_tasks > 0 and referrer_id is not null group by referrer_id
            ), level2 as (
                select above.referrer_id, sum(members) as members
                from level1 join volunteer as above on above.user_id = level1.referrer_id
                where above.referrer_id is not null group by above.referrer_id
            ), level3 as (
                select above.referrer_id, sum(members) as members
                from level2 join volunteer as above on above.user_id = level2.referrer_id
                where above.referrer_id is not null group by above.referrer_id
            ), level4 as (
                select above.referrer_id, sum(members) as members
                from level3 join volunteer as above on above.user_id = level3.referrer_id
                where above.referrer_id is not null group by above.referrer_id
            ), level5 as (
                select above.referrer_id, sum(members) as members
                from level4 join volunteer as above on above.user_id = level4.referrer_id
                where above.referrer_id is not null group by above.referrer_id
            ), active as (
                select referrer_id as user_id, sum(members) as active_referrals
                from (
                    select * from level1 union all select * from level2 union all select * from level3
                    union all select * from level4 union all select * from level5) as level
                group by referrer_id
            ), overdue as (
                select user_id, count(*) as overdue
                from (
                    select user_id from assignment where reviewed_at is null and assigned_at < '2024-12-08 00:00Z'
                    union all
                    select user_id from assignment
                    where reviewed_at >= '2024-12-15 00:00Z' and assigned_at < '2024-12-08 00:00Z') as late
                group by user_id
            ), best as (
                select user_id, approved_tasks,
                    round(greatest(0, tenths_of_work * 0.1 * coalesce(multiplier, 1) + 5 * coalesce(active_referrals, 0)
                        - 2 * rejected - coalesce(overdue, 0)), 2) as score
                from reviewed join volunteer using (user_id)
                    left join active using (user_id) left join overdue using (user_id) left join multiplier using (user_id)
                where approved_tasks >= 3
                order by score desc, approved_tasks desc, user_id
                limit 10
            ), shared as (
                select row_number() over (order by score desc, approved_tasks desc, user_id) as rank, user_id, score,
                    div(100000 * score, sum(score) over ()) as whole, mod(100000 * score, sum(score) over ()) as remainder
                from best
            )
            select rank, user_id, score,
                (whole + case when row_number() over (order by remainder desc, rank) <= 100000 - sum(whole) over ()
                    then 1 else 0 end) / 100 as amount
            from shared order by rank
            """;

    private static final String PAID = """
            select rank, user_id, score, amount from budget_allocation
            where run_id = (select max(run_id) from budget_allocation) order by rank
            """;

    /** One line of the result. */
    private record Award(int rank, long userId, BigDecimal score, BigDecimal amount) {

        static Award read(ResultSet row) throws SQLException {
            return new Award(
                    row.getInt("rank"),
                    row.getLong("user_id"),
                    row.getBigDecimal("score").stripTrailingZeros(),
                    row.getBigDecimal("amount").stripTrailingZeros());
        }
    }

    @Override
    public boolean needsCopies() {
        return true;
    }

    /**
     * Seconds of the fastest of several attempts, with the settings that the service has. Compares what the service's
     * last run paid with what the query says.
     *
     * @param stretch weekly runs, of which the last is the last run there was
     */
    @Override
    public Limit measure(TestBed bed, Stretch stretch) {
        try (DatabaseSession session = bed.limitDatabase(Service.BUDGET).open()) {
            session.execute("set jit = off");
            session.execute("set work_mem = '64MB'");
            Usage fastest = null;
            List<Award> awards = new ArrayList<>();
            for (int i = 0; i < ATTEMPTS; i++) {
                awards.clear();
                Usage usage = bed.meter().during(() -> awards.addAll(session.rows(QUERY, Award::read)));
                if (fastest == null || usage.seconds() < fastest.seconds()) {
                    fastest = usage;
                }
            }
            compare(bed, awards);
            return Limit.seconds(
                    "seconds of one query that ranks and allocates the same",
                    stretch.figures().value("eligible"),
                    fastest);
        }
    }

    private static void compare(TestBed bed, List<Award> expected) {
        try (DatabaseSession service = bed.database(Service.BUDGET).open()) {
            List<Award> paid = service.rows(PAID, Award::read);
            if (paid.isEmpty() || !paid.equals(expected)) {
                throw new Failure("the service paid " + paid + ", the query says " + expected);
            }
            say("%d ranks, scores and amounts are those of the query", paid.size());
        }
    }
}
