// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.run;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.volunteerscheduler.contracts.MultiplierPartPlanned;
import org.volunteerscheduler.multiplier.rule.PartDecision;
import org.volunteerscheduler.platform.database.Column;

/** Who computes which part: claimed, and recorded as done in the transaction that writes its results. */
@ApplicationScoped
class PartStore {

    private static final String SHARE_WITH_OTHER_PARTS =
            "select pg_advisory_xact_lock_shared(" + MultiplierRuns.LOCK + ")";

    private static final String CLAIM = """
            select first_user_id, last_user_id, done_at is not null as done
            from multiplier_run_part where run_id = $1 and part = $2 for update
            """;

    private static final String DIVIDE = """
            with part as (
                insert into multiplier_run_part (run_id, part, first_user_id, last_user_id, volunteers, published_at)
                select run_id, part, min(user_id), max(user_id), count(*), $2
                from multiplier_run_volunteer where run_id = $1 group by run_id, part
                returning volunteers
            ), total as (
                select count(*) as parts, coalesce(sum(volunteers), 0) as volunteers from part
            ), gathered as (
                update multiplier_run_part set done_at = $2, failure = null where run_id = $1 and part = 0
            )
            update multiplier_run
            set parts_open = total.parts, volunteers_total = total.volunteers, progressed_at = $2,
                finished_at = case when total.parts = 0 then $2::timestamptz end
            from total where id = $1
            returning parts_open = 0 as ended
            """;

    /** Replicas that finish two parts at once take turns at the run's row, so exactly one of them sees the last part. */
    private static final String FINISH = """
            with part as (
                update multiplier_run_part set done_at = $3, failure = null where run_id = $1 and part = $2
            )
            update multiplier_run
            set parts_open = parts_open - 1, progressed_at = $3,
                finished_at = case when parts_open = 1 then $3::timestamptz end,
                volunteers_done = volunteers_done + $4, changed = changed + $5, superseded = superseded + $6
            where id = $1
            returning parts_open = 0 as ended
            """;

    private static final String FAIL = """
            update multiplier_run_part set failure = $3 where run_id = $1 and part = $2 and done_at is null
            """;

    private final Pool database;

    PartStore(Pool database) {
        this.database = database;
    }

    /**
     * The part as it was planned.
     *
     * @param lastUserId inclusive
     * @param done whether somebody has computed it already
     */
    record Claimed(long firstUserId, long lastUserId, boolean done) {}

    /**
     * Waits until nobody else computes this part. While multipliers are decided on no run is inserted, so they can't be
     * superseded by one that the transaction does not see. Gathering changes none and holds nobody up.
     *
     * @throws IllegalArgumentException if there is no such part
     */
    Uni<Claimed> claim(SqlConnection connection, MultiplierPartPlanned part) {
        Uni<?> mayDecide = part.gathers()
                ? Uni.createFrom().voidItem()
                : connection.query(SHARE_WITH_OTHER_PARTS).execute();
        return mayDecide
                .chain(() -> connection.preparedQuery(CLAIM).execute(Tuple.of(part.runId(), part.part())))
                .map(rows -> {
                    if (rows.rowCount() == 0) {
                        throw new IllegalArgumentException("run " + part.runId() + " has no part " + part.part());
                    }
                    var row = rows.iterator().next();
                    return new Claimed(
                            row.getLong("first_user_id"), row.getLong("last_user_id"), row.getBoolean("done"));
                });
    }

    /**
     * Makes the parts of what was gathered.
     *
     * @return whether there are none, so that the run has ended
     */
    Uni<Boolean> divide(SqlConnection connection, long runId, Instant now) {
        return connection
                .preparedQuery(DIVIDE)
                .execute(Tuple.of(runId, Column.timestamp(now)))
                .map(rows -> rows.iterator().next().getBoolean("ended"));
    }

    /** @return whether it was the run's last part */
    Uni<Boolean> finish(SqlConnection connection, MultiplierPartPlanned part, PartDecision decision, Instant now) {
        return connection
                .preparedQuery(FINISH)
                .execute(Tuple.of(
                        part.runId(),
                        part.part(),
                        Column.timestamp(now),
                        (long) decision.volunteers(),
                        decision.changed(),
                        (long) decision.superseded()))
                .map(rows -> rows.iterator().next().getBoolean("ended"));
    }

    /** Says so in the run, until the part is taken up again. Nothing if it is done meanwhile. */
    Uni<Void> fail(MultiplierPartPlanned part, String reason) {
        return database.preparedQuery(FAIL)
                .execute(Tuple.of(part.runId(), part.part(), reason))
                .replaceWithVoid();
    }
}
