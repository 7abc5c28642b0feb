package org.volunteerscheduler.multiplier.volunteer;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.volunteerscheduler.multiplier.rule.ActivityWindow;
import org.volunteerscheduler.multiplier.rule.VolunteerActivity;
import org.volunteerscheduler.platform.database.Column;

/** What the formula needs to know of thousands of volunteers, gathered by one statement. */
@ApplicationScoped
public class Activities {

    /**
     * Every "offset 0" keeps the planner from joining a whole table to a part of a run: it is to look up each volunteer
     * in an index, so that a part costs the same however many volunteers there are and whether or not the tables were
     * ever analyzed. The way down ends at the volunteer it began with, so that in a circle nobody is counted twice and
     * nobody for themselves.
     */
    private static final String GATHER = """
            with recursive part as materialized (
                select user_id, organization_id, level, last_activity_at from volunteer
                where user_id between $1 and $2 and ($3::bigint is null or organization_id = $3)
                order by user_id limit $4
            ), downline (top_id, member_id, depth, last_activity_at) as (
                select user_id, user_id, 0, null::timestamptz from part
                union all
                select downline.top_id, member.user_id, downline.depth + 1, member.last_activity_at
                from downline cross join lateral (
                    select user_id, last_activity_at from volunteer
                    where referrer_id = downline.member_id and user_id <> downline.top_id
                    offset 0) as member
                where downline.depth < 5
            ), active_downline as (
                select top_id, count(*) as members from downline
                where depth > 0 and (last_activity_at > $5 or exists (
                    select from assignment
                    where user_id = downline.member_id and status = 'approved' and reviewed_at > $5 and reviewed_at <= $6
                    offset 0))
                group by top_id
            ), newer_run as materialized (
                select organization_id from multiplier_run where as_of > $6
            )
            select part.user_id, part.level, window_.approved_tasks, coalesce(active_downline.members, 0) as active_downline,
                greatest(part.last_activity_at, latest.reviewed_at) as last_activity_at,
                coalesce(known.as_of >= $6, false) or exists (
                    select from newer_run
                    where organization_id is null or organization_id = part.organization_id) as superseded,
                known.multiplier as known_multiplier, known.level as known_level,
                known.approved_tasks as known_approved_tasks, known.active_downline as known_active_downline,
                known.last_activity_at as known_last_activity_at
            from part
                left join active_downline on active_downline.top_id = part.user_id
                cross join lateral (
                    select count(*) as approved_tasks from assignment
                    where user_id = part.user_id and status = 'approved' and reviewed_at > $5 and reviewed_at <= $6
                    offset 0) as window_
                left join lateral (
                    select reviewed_at from assignment
                    where user_id = part.user_id and status = 'approved' and reviewed_at <= $6
                    order by reviewed_at desc limit 1) as latest on true
                left join lateral (
                    select * from multiplier where user_id = part.user_id offset 0) as known on true
            order by part.user_id
            """;

    /**
     * Some volunteers of a range.
     *
     * @param lastUserId inclusive
     * @param organizationId or null for all organizations
     * @param most of them, by user id
     */
    public record Range(long firstUserId, long lastUserId, Long organizationId, int most) {}

    /** In the order of their ids; as known at this moment. */
    public Uni<List<Candidate>> gather(SqlConnection connection, Range range, ActivityWindow window) {
        return connection
                .preparedQuery(GATHER)
                .execute(Tuple.tuple()
                        .addLong(range.firstUserId())
                        .addLong(range.lastUserId())
                        .addLong(range.organizationId())
                        .addLong((long) range.most())
                        .addOffsetDateTime(Column.timestamp(window.start()))
                        .addOffsetDateTime(Column.timestamp(window.asOf())))
                .map(rows -> {
                    List<Candidate> candidates = new ArrayList<>(rows.size());
                    rows.forEach(row -> candidates.add(candidate(row)));
                    return candidates;
                });
    }

    private static Candidate candidate(Row row) {
        return new Candidate(
                row.getLong("user_id"),
                activity(row, ""),
                row.getBoolean("superseded"),
                row.getBigDecimal("known_multiplier") == null
                        ? null
                        : new Candidate.Known(row.getBigDecimal("known_multiplier"), activity(row, "known_")));
    }

    static VolunteerActivity activity(Row row, String prefix) {
        return new VolunteerActivity(
                row.getInteger(prefix + "level"),
                row.getInteger(prefix + "approved_tasks"),
                row.getInteger(prefix + "active_downline"),
                Column.instant(row, prefix + "last_activity_at"));
    }
}
