// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.fact;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.platform.database.Column;
import org.volunteerscheduler.platform.database.LatestStates;

/**
 * This service's copy of the facts. Of several states of one thing, here or already known, the latest holds, so facts
 * may come in any order and any number of times. Rows are sorted, so that two replicas never wait in a circle.
 */
@ApplicationScoped
public class FactStore {

    private static final LatestStates<Volunteer> VOLUNTEERS = LatestStates.table(
            """
            insert into volunteer as known (user_id, organization_id, referrer_id, level, last_activity_at, updated_at, tiebreak)
            select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::timestamptz[], $6::timestamptz[], $7::bigint[])
                as fact (user_id, organization_id, referrer_id, level, last_activity_at, updated_at, tiebreak)
            order by user_id
            on conflict (user_id) do update
            set organization_id = excluded.organization_id, referrer_id = excluded.referrer_id,
                level = excluded.level, last_activity_at = excluded.last_activity_at,
                updated_at = excluded.updated_at, tiebreak = excluded.tiebreak
            where (known.updated_at, known.tiebreak) < (excluded.updated_at, excluded.tiebreak)
            """,
            Column.longs(Volunteer::userId),
            Column.longs(Volunteer::organizationId),
            Column.longs(Volunteer::referrerId),
            Column.longs(volunteer -> (long) volunteer.level()),
            Column.instants(Volunteer::lastActivityAt),
            Column.instants(Volunteer::updatedAt),
            Column.longs(Volunteer::tiebreak));

    private static final LatestStates<Assignment> ASSIGNMENTS = LatestStates.table(
            """
            insert into assignment as known
                (assignment_id, user_id, status, xp_reward, level_required, assigned_at, reviewed_at, updated_at,
                    tiebreak)
            select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[],
                    $6::timestamptz[], $7::timestamptz[], $8::timestamptz[], $9::bigint[])
                as fact (assignment_id, user_id, status, xp_reward, level_required, assigned_at, reviewed_at, updated_at,
                    tiebreak)
            order by assignment_id
            on conflict (assignment_id) do update
            set user_id = excluded.user_id, status = excluded.status, xp_reward = excluded.xp_reward,
                level_required = excluded.level_required, assigned_at = excluded.assigned_at,
                reviewed_at = excluded.reviewed_at, updated_at = excluded.updated_at, tiebreak = excluded.tiebreak
            where (known.updated_at, known.tiebreak) < (excluded.updated_at, excluded.tiebreak)
            """,
            Column.longs(Assignment::assignmentId),
            Column.longs(Assignment::userId),
            Column.texts(assignment -> assignment.status().json()),
            Column.longs(assignment -> (long) assignment.xpReward()),
            Column.longs(assignment -> (long) assignment.levelRequired()),
            Column.instants(Assignment::assignedAt),
            Column.instants(Assignment::reviewedAt),
            Column.instants(Assignment::updatedAt),
            Column.longs(Assignment::tiebreak));

    private final Pool database;

    public FactStore(Pool database) {
        this.database = database;
    }

    Uni<Void> recordVolunteers(List<Volunteer> facts) {
        return VOLUNTEERS.record(database, facts);
    }

    Uni<Void> recordAssignments(List<Assignment> facts) {
        return ASSIGNMENTS.record(database, facts);
    }
}
