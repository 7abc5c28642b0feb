package org.volunteerscheduler.dev.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.volunteerscheduler.dev.Failure;

/**
 * Volunteers in ten organizations and six generations, each volunteer brought in by a random one of the generation
 * before, and ten times as many assignments, nearly half of them given to the most active tenth. Everybody has a
 * multiplier from the day before. The same in every run, but for the instant that it is made for.
 *
 * @param volunteers at least 1000
 * @param asOf the instant of the runs to come
 */
record MultiplierWorld(long volunteers, Instant asOf) {

    private static final int SMALLEST = 1000;

    /** Pseudo-random numbers are hashes of the id, so that they do not depend on the order in which rows are made. */
    private static final String VOLUNTEERS = """
            insert into volunteer (user_id, organization_id, referrer_id, level, last_activity_at, updated_at)
            select id, 1 + id % 10, case when before_count > 0 then before_first + random % before_count end,
                1 + random / 7 % 12,
                case when id % 10 <> 3 then $2 - random % 5184000 * interval '1 second' end, $2
            from (values (0.00, 0.02, 0.00, 0.00), (0.02, 0.06, 0.00, 0.02), (0.06, 0.14, 0.02, 0.06),
                    (0.14, 0.30, 0.06, 0.14), (0.30, 0.60, 0.14, 0.30), (0.60, 1.00, 0.30, 0.60))
                    as generation (start, stop, before_start, before_stop)
                cross join lateral (select (before_start * $1)::bigint + 1 as before_first,
                    ((before_stop - before_start) * $1)::bigint as before_count) as before
                cross join lateral generate_series((start * $1)::bigint + 1, (stop * $1)::bigint) as id
                cross join lateral (select hashint8extended(id, 1) & 2147483647 as random) as dice
            """;

    private static final String ASSIGNMENTS = """
            insert into assignment (assignment_id, user_id, status, xp_reward, level_required, assigned_at, reviewed_at,
                updated_at)
            select id, case when who % 100 < 46 then 1 + whom % ($1 / 10) * 10 else 1 + whom % $1 end, status, 20, 1,
                assigned_at,
                case when status in ('approved', 'rejected') then assigned_at + whom % 864000 * interval '1 second' end, $2
            from generate_series(1, 10 * $1) as id
                cross join lateral (select hashint8extended(id, 2) & 2147483647 as who,
                    hashint8extended(id, 3) & 2147483647 as whom, hashint8extended(id, 4) & 2147483647 as what) as dice
                cross join lateral (select
                    (array['approved', 'approved', 'approved', 'approved', 'approved', 'approved', 'approved', 'rejected',
                        'submitted', 'pending'])[1 + what % 10] as status,
                    $2 - interval '10 days' - what / 10 % 4320000 * interval '1 second' as assigned_at)
                    as assigned
            """;

    private static final String MULTIPLIERS_OF_YESTERDAY = """
            insert into multiplier (user_id, multiplier, level, approved_tasks, active_downline, as_of, run_id)
            select user_id, 1, 1, 0, 0, $2 - interval '1 day', 0 from volunteer
            where user_id <= $1 order by user_id
            """;

    MultiplierWorld {
        if (volunteers < SMALLEST) {
            throw new Failure("--volunteers must be at least " + SMALLEST);
        }
    }

    /** Writes all of it where the service expects it; its tables must exist and be empty. */
    void insert(Connection database) {
        insert(database, VOLUNTEERS);
        insert(database, ASSIGNMENTS);
        insert(database, MULTIPLIERS_OF_YESTERDAY);
        // As autovacuum would have done long ago.
        execute(database, "vacuum analyze");
    }

    /** As if no run had ever been. */
    void forgetRuns(Connection database) {
        execute(database, "truncate multiplier, multiplier_run cascade");
        insert(database, MULTIPLIERS_OF_YESTERDAY);
        execute(database, "vacuum analyze");
    }

    private void insert(Connection database, String sql) {
        execute(database, sql.replace("$1", volunteers + "::bigint").replace("$2", "timestamptz '" + asOf + "'"));
    }

    private static void execute(Connection database, String sql) {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new Failure("PostgreSQL refuses", e);
        }
    }
}
