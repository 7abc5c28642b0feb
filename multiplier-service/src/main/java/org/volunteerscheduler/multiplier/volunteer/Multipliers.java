// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.volunteer;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.volunteerscheduler.contracts.MultiplierChanged.Multiplier;
import org.volunteerscheduler.multiplier.rule.ComputedMultiplier;
import org.volunteerscheduler.multiplier.rule.VolunteerActivity;
import org.volunteerscheduler.platform.database.Column;

/** The present multipliers with what went into them. */
@ApplicationScoped
public class Multipliers {

    private static final String RECORD = """
            insert into multiplier as known (user_id, multiplier, level, approved_tasks, active_downline, last_activity_at,
                as_of, run_id, changed_run_id)
            select user_id, multiplier, level, approved_tasks, active_downline, last_activity_at, $8::timestamptz, $9::bigint,
                case when changed then $9::bigint end
            from unnest($1::bigint[], $2::numeric[], $3::bigint[], $4::bigint[], $5::bigint[], $6::timestamptz[],
                    $7::boolean[])
                as computed (user_id, multiplier, level, approved_tasks, active_downline, last_activity_at, changed)
            on conflict (user_id) do update
            set multiplier = excluded.multiplier, level = excluded.level, approved_tasks = excluded.approved_tasks,
                active_downline = excluded.active_downline, last_activity_at = excluded.last_activity_at,
                as_of = excluded.as_of, run_id = excluded.run_id,
                changed_run_id = coalesce(excluded.changed_run_id, known.changed_run_id)
            where known.as_of < excluded.as_of
            """;

    private static final String CHANGED = """
            select user_id, multiplier from multiplier
            where user_id between $1 and $2 and changed_run_id = $3
            order by user_id
            """;

    private static final String FIND = """
            select multiplier.level, approved_tasks, active_downline, multiplier.last_activity_at,
                volunteer.user_id, multiplier.multiplier, multiplier.as_of, run_id, max_multiplier
            from volunteer left join multiplier using (user_id) left join multiplier_run as run on run.id = run_id
            where volunteer.user_id = $1
            """;

    private final Pool database;

    public Multipliers(Pool database) {
        this.database = database;
    }

    /** The present multiplier of a known volunteer. */
    sealed interface Present {
        long userId();
    }

    record NeverComputed(long userId) implements Present {}

    /**
     * @param activity what went into it
     * @param asOf of the run that wrote it
     * @param maxMultiplier the cap at that time
     */
    record Computed(
            long userId,
            BigDecimal multiplier,
            VolunteerActivity activity,
            Instant asOf,
            long runId,
            BigDecimal maxMultiplier)
            implements Present {}

    public Uni<Void> record(SqlConnection connection, long runId, Instant asOf, List<ComputedMultiplier> computed) {
        if (computed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(RECORD)
                .execute(Tuple.tuple()
                        .addArrayOfLong(Column.longs(computed, ComputedMultiplier::userId))
                        .addValue(Column.decimals(computed, ComputedMultiplier::multiplier))
                        .addArrayOfLong(Column.longs(
                                computed, one -> (long) one.activity().level()))
                        .addArrayOfLong(Column.longs(
                                computed, one -> (long) one.activity().approvedTasks()))
                        .addArrayOfLong(Column.longs(
                                computed, one -> (long) one.activity().activeDownline()))
                        .addArrayOfOffsetDateTime(
                                Column.instants(computed, one -> one.activity().lastActivityAt()))
                        .addArrayOfBoolean(computed.stream()
                                .map(ComputedMultiplier::changed)
                                .toArray(Boolean[]::new))
                        .addOffsetDateTime(Column.timestamp(asOf))
                        .addLong(runId))
                .replaceWithVoid();
    }

    /** What a run has changed in a range, by user id, as the committed rows say it. */
    public Uni<List<Multiplier>> changedBy(long runId, Instant asOf, long firstUserId, long lastUserId) {
        return database.preparedQuery(CHANGED)
                .execute(Tuple.of(firstUserId, lastUserId, runId))
                .map(rows -> {
                    List<Multiplier> changed = new ArrayList<>(rows.size());
                    rows.forEach(row ->
                            changed.add(new Multiplier(row.getLong("user_id"), row.getBigDecimal("multiplier"), asOf)));
                    return changed;
                });
    }

    /** Empty if nobody has heard of this volunteer. */
    Uni<Optional<Present>> find(long userId) {
        return database.preparedQuery(FIND)
                .execute(Tuple.of(userId))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(present(rows.iterator().next())));
    }

    private static Present present(Row row) {
        BigDecimal multiplier = row.getBigDecimal("multiplier");
        long userId = row.getLong("user_id");
        return multiplier == null
                ? new NeverComputed(userId)
                : new Computed(
                        userId,
                        multiplier,
                        Activities.activity(row, 0),
                        Column.instant(row, "as_of"),
                        row.getLong("run_id"),
                        row.getBigDecimal("max_multiplier"));
    }
}
