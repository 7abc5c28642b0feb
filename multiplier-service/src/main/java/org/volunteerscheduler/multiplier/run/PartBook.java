package org.volunteerscheduler.multiplier.run;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.volunteerscheduler.platform.database.Column;

/** Who computes which part: claimed, and recorded as done in the transaction that writes its multipliers. */
@ApplicationScoped
class PartBook {

    private static final String SHARE_WITH_OTHER_PARTS =
            "select pg_advisory_xact_lock_shared(" + MultiplierRuns.LOCK + ")";

    private static final String CLAIM = """
            select first_user_id, last_user_id, volunteers, done_at is not null as done
            from multiplier_run_part where run_id = $1 and part = $2 for update
            """;

    /** Replicas that finish two parts at once take turns at the run's row, so exactly one of them sees the last part. */
    private static final String FINISH = """
            with part as (
                update multiplier_run_part set done_at = $3, volunteers = $4, failure = null
                where run_id = $1 and part = $2
            )
            update multiplier_run
            set parts_open = parts_open - 1, progressed_at = $3,
                finished_at = case when parts_open = 1 then $3::timestamptz end,
                volunteers_total = volunteers_total + $4 - $5, volunteers_done = volunteers_done + $4,
                changed = changed + $6, superseded = superseded + $7
            where id = $1
            returning parts_open = 0 as ended
            """;

    private static final String FAIL = """
            update multiplier_run_part set failure = $3 where run_id = $1 and part = $2 and done_at is null
            """;

    private final Pool database;

    PartBook(Pool database) {
        this.database = database;
    }

    /**
     * The part as it was planned.
     *
     * @param lastUserId inclusive
     * @param volunteers as planned
     * @param done whether somebody has computed it already
     */
    record Claimed(long firstUserId, long lastUserId, long volunteers, boolean done) {}

    /** What came of a part: how many volunteers it has, and of those how many changed or were left alone. */
    record Outcome(long volunteers, long changed, long superseded) {

        static final Outcome NONE = new Outcome(0, 0, 0);

        Outcome plus(Outcome more) {
            return new Outcome(volunteers + more.volunteers, changed + more.changed, superseded + more.superseded);
        }
    }

    /**
     * Waits until nobody else computes this part. Until the end of the transaction no run is inserted, so it can't be
     * superseded by one that it does not see.
     *
     * @throws IllegalArgumentException if there is no such part
     */
    Uni<Claimed> claim(SqlConnection connection, long runId, int part) {
        return connection
                .query(SHARE_WITH_OTHER_PARTS)
                .execute()
                .chain(() -> connection.preparedQuery(CLAIM).execute(Tuple.of(runId, part)))
                .map(rows -> {
                    if (rows.rowCount() == 0) {
                        throw new IllegalArgumentException("run " + runId + " has no part " + part);
                    }
                    var row = rows.iterator().next();
                    return new Claimed(
                            row.getLong("first_user_id"),
                            row.getLong("last_user_id"),
                            row.getLong("volunteers"),
                            row.getBoolean("done"));
                });
    }

    /** @return whether it was the run's last part */
    Uni<Boolean> finish(SqlConnection connection, long runId, int part, Claimed planned, Outcome outcome, Instant now) {
        return connection
                .preparedQuery(FINISH)
                .execute(Tuple.tuple()
                        .addLong(runId)
                        .addInteger(part)
                        .addOffsetDateTime(Column.timestamp(now))
                        .addLong(outcome.volunteers())
                        .addLong(planned.volunteers())
                        .addLong(outcome.changed())
                        .addLong(outcome.superseded()))
                .map(rows -> rows.iterator().next().getBoolean("ended"));
    }

    /** Says so in the run, until the part is taken up again. Nothing if it is done meanwhile. */
    Uni<Void> fail(long runId, int part, String reason) {
        return database.preparedQuery(FAIL)
                .execute(Tuple.of(runId, part, reason))
                .replaceWithVoid();
    }
}
