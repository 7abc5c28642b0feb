// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.budget;

import org.volunteerscheduler.dev.bench.fact.VolunteerData;
import org.volunteerscheduler.dev.system.DatabaseSession;
import org.volunteerscheduler.dev.system.Service;

/**
 * Volunteers with ten assignments each; a fifth of them have enough approved tasks for the week up to 2024-12-15 and for
 * that December. The same in every run.
 */
record BudgetData(VolunteerData volunteers) {

    private static final String MULTIPLIERS = """
            insert into multiplier (user_id, multiplier, as_of)
            select id, 1 + round((random() * 2)::numeric, 4), '2024-12-15'
            from generate_series(1, $volunteers) as id where id % 10 <> 0
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
                    from generate_series(1, $volunteers) as i, generate_series(1, 10) as k) as one) as dated
            """;

    /** Writes everything where the service expects it; its tables must exist and be empty. */
    void insert(DatabaseSession session) {
        volunteers.insert(Service.BUDGET, session);
        session.execute("select setseed(0.20241215)");
        session.execute(volunteers.filled(MULTIPLIERS));
        session.execute(volunteers.filled(ASSIGNMENTS));
        session.execute("vacuum analyze");
    }

    /** As if no run had ever been: only an administrator can, since what was paid is immutable. */
    void forgetRuns(DatabaseSession administrator) {
        administrator.execute("set session_replication_role = replica");
        administrator.execute("truncate budget_run, budget_allocation");
    }
}
