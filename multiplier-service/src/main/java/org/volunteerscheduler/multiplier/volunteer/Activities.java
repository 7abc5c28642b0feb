// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.volunteer;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.volunteerscheduler.multiplier.rule.ActivityWindow;
import org.volunteerscheduler.multiplier.rule.Candidate;
import org.volunteerscheduler.multiplier.rule.VolunteerActivity;
import org.volunteerscheduler.platform.database.Column;

/** What the formula needs to know of the volunteers of a run: gathered for all of them, taken part by part. */
@ApplicationScoped
public class Activities {

    /**
     * Each table is read once and joined whole, in memory as long as it fits, whether or not it was ever analyzed: looking
     * up one volunteer after another would win only for runs of very few.
     */
    private static final String JOIN_WHOLE_TABLES = "set local enable_nestloop = off; set local work_mem = '64MB'";

    /**
     * An active volunteer counts once for each member of their referral chain, which stops before it meets anyone twice:
     * once it has, it goes round in a circle and meets nobody new.
     */
    private static final String GATHER = """
            with review as (
                select user_id, max(reviewed_at) as latest,
                    count(*) filter (where reviewed_at > $3::timestamptz) as approved_tasks
                from assignment where status = 'approved' and reviewed_at <= $4 group by user_id
            ), person as materialized (
                select user_id, organization_id, referrer_id, level, coalesce(approved_tasks, 0) as approved_tasks,
                    greatest(last_activity_at, latest) as last_activity_at
                from volunteer left join review using (user_id)
            ), chain as materialized (
                select person.user_id as member, person.referrer_id as first, v1.referrer_id as second,
                    v2.referrer_id as third, v3.referrer_id as fourth, v4.referrer_id as fifth
                from person
                    left join volunteer as v1 on v1.user_id = person.referrer_id
                    left join volunteer as v2 on v2.user_id = v1.referrer_id
                    left join volunteer as v3 on v3.user_id = v2.referrer_id
                    left join volunteer as v4 on v4.user_id = v3.referrer_id
                where person.last_activity_at > $3
            ), downline as (
                select top_id, count(*) as active_members from (
                    select first as top_id from chain where first <> member
                    union all select second from chain where second not in (member, first)
                    union all select third from chain where third not in (member, first, second)
                    union all select fourth from chain where fourth not in (member, first, second, third)
                    union all select fifth from chain where fifth not in (member, first, second, third, fourth)) as met
                group by top_id
            )
            insert into multiplier_run_volunteer (run_id, part, user_id, organization_id, level, approved_tasks,
                active_downline, last_activity_at)
            select $1, (row_number() over (order by user_id) - 1) / $5::bigint + 1, user_id, organization_id, level,
                approved_tasks, coalesce(active_members, 0), last_activity_at
            from person left join downline on top_id = user_id
            where $2::bigint is null or organization_id = $2
            order by user_id
            """;

    /**
     * "offset 0" keeps the planner from joining the whole table to a part: each present multiplier is looked up in the
     * index, so that a part costs the same however many volunteers there are.
     */
    private static final String TAKE = """
            with taken as (
                delete from multiplier_run_volunteer where run_id = $1 and part = $2
                returning user_id, organization_id, level, approved_tasks, active_downline, last_activity_at
            ), newer_run as materialized (
                select organization_id from multiplier_run where as_of > $3
            )
            select taken.user_id, taken.level, taken.approved_tasks, taken.active_downline, taken.last_activity_at,
                coalesce(known.as_of >= $3, false) or exists (
                    select from newer_run
                    where organization_id is null or organization_id = taken.organization_id),
                known.multiplier, known.level, known.approved_tasks, known.active_downline, known.last_activity_at
            from taken left join lateral (
                select as_of, multiplier, level, approved_tasks, active_downline, last_activity_at
                from multiplier where user_id = taken.user_id offset 0) as known on true
            order by taken.user_id
            """;

    private static final int SUPERSEDED = 5;
    private static final int KNOWN = 6;

    /**
     * Whose activities are gathered.
     *
     * @param organizationId or null for all organizations
     * @param partSize volunteers in a part; parts are numbered from 1, by user id
     */
    public record Scope(long runId, Long organizationId, int partSize) {}

    /** As known at this moment: facts that arrive later count in the next run. */
    public Uni<Void> gather(SqlConnection connection, Scope scope, ActivityWindow window) {
        return connection
                .query(JOIN_WHOLE_TABLES)
                .execute()
                .chain(() -> connection
                        .preparedQuery(GATHER)
                        .execute(Tuple.of(
                                scope.runId(),
                                scope.organizationId(),
                                Column.timestamp(window.start()),
                                Column.timestamp(window.asOf()),
                                (long) scope.partSize())))
                .replaceWithVoid();
    }

    /** A part's volunteers in the order of their ids; what was gathered of them is gone with the transaction. */
    public Uni<List<Candidate>> take(SqlConnection connection, long runId, int part, ActivityWindow window) {
        return connection
                .preparedQuery(TAKE)
                .execute(Tuple.of(runId, part, Column.timestamp(window.asOf())))
                .map(rows -> {
                    List<Candidate> candidates = new ArrayList<>(rows.size());
                    rows.forEach(row -> candidates.add(candidate(row)));
                    return candidates;
                });
    }

    private static Candidate candidate(Row row) {
        return new Candidate(
                row.getLong(0),
                activity(row, 1),
                row.getBoolean(SUPERSEDED),
                row.getValue(KNOWN) == null
                        ? null
                        : new Candidate.Known(row.getBigDecimal(KNOWN), activity(row, KNOWN + 1)));
    }

    /** From four columns, the first of which is the level. */
    static VolunteerActivity activity(Row row, int first) {
        return new VolunteerActivity(
                row.getInteger(first),
                row.getInteger(first + 1),
                row.getInteger(first + 2),
                Column.instant(row, first + 3));
    }
}
