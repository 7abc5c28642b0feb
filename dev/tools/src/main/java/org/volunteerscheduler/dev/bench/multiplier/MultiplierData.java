// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.multiplier;

import java.time.Instant;
import org.volunteerscheduler.dev.bench.fact.VolunteerData;
import org.volunteerscheduler.dev.system.DatabaseSession;
import org.volunteerscheduler.dev.system.Service;

/**
 * Volunteers with ten times as many assignments, nearly half of them given to the most active tenth. Everybody has a
 * multiplier from the day before. The same in every run, but for the instant that it is made for.
 */
record MultiplierData(VolunteerData volunteers) {

    private static final String ASSIGNMENTS = """
            insert into assignment (assignment_id, user_id, status, xp_reward, level_required, assigned_at, reviewed_at,
                updated_at)
            select id, case when who % 100 < 46 then 1 + whom % ($volunteers / 10) * 10 else 1 + whom % $volunteers end,
                status, 20, 1, assigned_at,
                case when status in ('approved', 'rejected') then assigned_at + whom % 864000 * interval '1 second' end,
                $asOf
            from generate_series(1, 10 * $volunteers) as id
                cross join lateral (select hashint8extended(id, 2) & 2147483647 as who,
                    hashint8extended(id, 3) & 2147483647 as whom, hashint8extended(id, 4) & 2147483647 as what) as dice
                cross join lateral (select
                    (array['approved', 'approved', 'approved', 'approved', 'approved', 'approved', 'approved', 'rejected',
                        'submitted', 'pending'])[1 + what % 10] as status,
                    $asOf - interval '10 days' - what / 10 % 4320000 * interval '1 second' as assigned_at)
                    as assigned
            """;

    private static final String MULTIPLIERS_OF_YESTERDAY = """
            insert into multiplier (user_id, multiplier, level, approved_tasks, active_downline, as_of, run_id)
            select user_id, 1, 1, 0, 0, $asOf - interval '1 day', 0 from volunteer
            where user_id <= $volunteers order by user_id
            """;

    Instant asOf() {
        return volunteers.asOf();
    }

    /** Writes all of it where the service expects it; its tables must exist and be empty. */
    void insert(DatabaseSession session) {
        volunteers.insert(Service.MULTIPLIER, session);
        session.execute(volunteers.filled(ASSIGNMENTS));
        session.execute(volunteers.filled(MULTIPLIERS_OF_YESTERDAY));
        // As autovacuum would have done long ago.
        session.execute("vacuum analyze");
    }

    /** As if no run had ever been. */
    void forgetRuns(DatabaseSession session) {
        session.execute("truncate multiplier, multiplier_run cascade");
        session.execute(volunteers.filled(MULTIPLIERS_OF_YESTERDAY));
        session.execute("vacuum analyze multiplier");
    }
}
