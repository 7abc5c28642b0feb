package org.volunteerscheduler.dev.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.volunteerscheduler.dev.Failure;

/**
 * Volunteers, each brought in by a random one before them, with ten assignments each; a fifth of them have enough
 * approved tasks for a week and for a month. The same in every run.
 *
 * @param volunteers how many
 */
record BudgetWorld(long volunteers) {

    private static final String VOLUNTEERS = """
            insert into volunteer (user_id, organization_id, referrer_id, updated_at)
            select i, 1, case when i > 10 then 1 + floor(random() * (i - 1))::bigint end, '2024-01-01'
            from generate_series(1, %d) as i
            """;

    private static final String MULTIPLIERS = """
            insert into multiplier (user_id, multiplier, as_of)
            select i, 1 + round((random() * 2)::numeric, 4), '2024-12-15'
            from generate_series(1, %d) as i where i %% 10 <> 0
            """;

    /** In the order of time, as they would have come. */
    private static final String ASSIGNMENTS = """
            insert into assignment
                (assignment_id, user_id, status, xp_reward, level_required, assigned_at, reviewed_at, updated_at)
            select row_number() over (order by assigned_at), i, status, 10 + floor(random() * 90)::int,
                1 + floor(random() * 3)::int, assigned_at,
                case when status in ('approved', 'rejected') then assigned_at + interval '1 hour' end,
                assigned_at + interval '1 hour'
            from (
                select i,
                    case when this_week or i % 5 = 0 or chance < 0.75 then 'approved'
                        when chance < 0.85 then 'rejected' when chance < 0.95 then 'submitted' else 'pending' end as status,
                    case when this_week then timestamptz '2024-12-08 00:00Z' + random() * interval '166 hours'
                        when i % 5 = 0 then timestamptz '2024-12-15 00:00Z' + random() * interval '16 days'
                        else timestamptz '2024-09-01 00:00Z' + random() * interval '97 days' end as assigned_at
                from (
                    select i, random() as chance,
                        (i % 5 = 0 and k <= 3 + i % 4) or (i % 5 <> 0 and k <= i % 3) as this_week
                    from generate_series(1, $VOLUNTEERS) as i, generate_series(1, 10) as k) as one) as dated
            """;

    /** Writes everything where the service expects it; its tables must exist. */
    void insert(Connection database) {
        try (Statement statement = database.createStatement()) {
            statement.execute("select setseed(0.20241215)");
            statement.execute(VOLUNTEERS.formatted(volunteers));
            statement.execute(MULTIPLIERS.formatted(volunteers));
            statement.execute(ASSIGNMENTS.replace("$VOLUNTEERS", String.valueOf(volunteers)));
            statement.execute("vacuum analyze");
        } catch (SQLException e) {
            throw new Failure("cannot insert the volunteers", e);
        }
    }
}
