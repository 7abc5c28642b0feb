// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.run;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.volunteerscheduler.contracts.MultiplierPartPlanned;
import org.volunteerscheduler.platform.database.Column;
import org.volunteerscheduler.platform.run.RunStatus;
import org.volunteerscheduler.platform.run.RunStore;
import org.volunteerscheduler.platform.run.RunTask;

/** The runs and their parts: stored, published, watched. Recording a part as done is {@link PartStore}'s. */
@ApplicationScoped
class MultiplierRuns implements RunStore<MultiplierPlan, MultiplierRun> {

    /** Held alone while a run is inserted, shared while multipliers are decided on; see {@link PartStore#claim}. */
    static final String LOCK = "hashtext('multiplier_run')";

    private static final String WAIT_FOR_PARTS_IN_FLIGHT = "select pg_advisory_xact_lock(" + LOCK + ")";

    private static final String INSERT = """
            with run as (
                insert into multiplier_run (organization_id, as_of, by_person, max_multiplier, volunteers_total,
                    parts_open, started_at, progressed_at)
                select $1, $2, $3, $4, count(*), 1, $5, $5
                from volunteer where $1::bigint is null or organization_id = $1
                on conflict do nothing
                returning id
            ), first_part as (
                insert into multiplier_run_part (run_id, part, first_user_id, last_user_id, volunteers, published_at)
                select id, 0, 1, 9223372036854775807, 0, $5 from run
            )
            select id from run
            """;

    private static final String RUNS = """
            select id, organization_id, as_of, volunteers_total, volunteers_done, changed, superseded, started_at, finished_at,
                by_person, max_multiplier,
                (select min(failure) from multiplier_run_part as part
                    where part.run_id = run.id and part.done_at is null) as failure
            from multiplier_run as run
            """;

    private static final String BY_SCOPE = RUNS + " where organization_id is not distinct from $1 and as_of = $2";

    private static final String BY_ID = RUNS + " where id = $1";

    private static final String LIST = RUNS + " where $1::bigint is null or id < $1 order by id desc limit $2";

    private static final String OPEN_PARTS = """
            select run_id, part, by_person from multiplier_run_part as part join multiplier_run as run on run.id = run_id
            where run_id = $1 and done_at is null order by part
            """;

    private static final String RESUME = """
            update multiplier_run_part as part set failure = null, published_at = $2
            from multiplier_run as run
            where run.id = part.run_id and run_id = $1 and failure is not null
            returning run_id, part, by_person
            """;

    /**
     * Only once no run makes progress: before that, what is not done is waiting for its turn in the queue. A part that
     * is being computed is locked and not lost; so is one that another replica is publishing again.
     */
    private static final String TAKE_STALLED = """
            with stalled as (
                select run_id, part from multiplier_run_part
                where done_at is null and failure is null and published_at < $2
                    and not exists (select from multiplier_run where progressed_at >= $2)
                for update skip locked
            )
            update multiplier_run_part as part set published_at = $1
            from stalled join multiplier_run as run on run.id = stalled.run_id
            where part.run_id = stalled.run_id and part.part = stalled.part
            returning part.run_id, part.part, by_person
            """;

    private static final String STATE = """
            select coalesce(extract(epoch from max(finished_at) filter (where organization_id is null)), 0)::float8
                    as last_success,
                min(volunteers_done::float8 / greatest(volunteers_total, 1)) filter (where finished_at is null) as progress
            from multiplier_run
            """;

    private final Pool database;

    MultiplierRuns(Pool database) {
        this.database = database;
    }

    /**
     * Stores a run with its first part, unless there is one of this scope and instant.
     *
     * <p>Guarantee: whatever older runs have written of these volunteers is visible to every part of this one, and from
     * now on they write nothing more of them.
     *
     * @return empty if there was one already
     */
    @Override
    public Uni<List<MultiplierRun>> insert(MultiplierPlan plan, Instant now) {
        return database.withTransaction(connection -> connection
                .query(WAIT_FOR_PARTS_IN_FLIGHT)
                .execute()
                .chain(() -> connection
                        .preparedQuery(INSERT)
                        .execute(Tuple.of(
                                plan.organizationId(),
                                Column.timestamp(plan.asOf()),
                                plan.manual(),
                                plan.maxMultiplier(),
                                Column.timestamp(now))))
                .chain(rows -> rows.rowCount() == 0
                        ? Uni.createFrom().item(List.of())
                        : get(connection, rows.iterator().next().getLong("id")).map(List::of)));
    }

    @Override
    public RunTask firstTask(MultiplierRun run) {
        return task(run.id(), MultiplierPartPlanned.GATHERING, run.manual());
    }

    @Override
    public Uni<Optional<MultiplierRun>> find(MultiplierPlan plan) {
        return database.preparedQuery(BY_SCOPE)
                .execute(Tuple.of(plan.organizationId(), Column.timestamp(plan.asOf())))
                .map(rows -> runs(rows).stream().findFirst());
    }

    @Override
    public Uni<Optional<MultiplierRun>> find(long id) {
        return database.preparedQuery(BY_ID).execute(Tuple.of(id)).map(rows -> runs(rows).stream()
                .findFirst());
    }

    /** Within a transaction, where it sees its changes. */
    static Uni<MultiplierRun> get(SqlConnection connection, long id) {
        return connection
                .preparedQuery(BY_ID)
                .execute(Tuple.of(id))
                .map(rows -> run(rows.iterator().next()));
    }

    @Override
    public Uni<List<MultiplierRun>> list(Long beforeId, int limit) {
        return database.preparedQuery(LIST).execute(Tuple.of(beforeId, limit)).map(MultiplierRuns::runs);
    }

    Uni<List<RunTask>> openParts(long runId) {
        return database.preparedQuery(OPEN_PARTS).execute(Tuple.of(runId)).map(MultiplierRuns::tasks);
    }

    @Override
    public Uni<List<RunTask>> resume(long runId, Instant now) {
        return database.preparedQuery(RESUME)
                .execute(Tuple.of(runId, Column.timestamp(now)))
                .map(MultiplierRuns::tasks);
    }

    @Override
    public Uni<List<RunTask>> takeStalled(Instant now, Instant since) {
        return database.preparedQuery(TAKE_STALLED)
                .execute(Tuple.of(Column.timestamp(now), Column.timestamp(since)))
                .map(MultiplierRuns::tasks);
    }

    /**
     * How all runs stand.
     *
     * @param lastSuccessSeconds when a run of all organizations was last completed, in seconds of the epoch; 0: never
     * @param progress of the run that is least done, 0 to 1; not a number while none is under way
     */
    record State(double lastSuccessSeconds, double progress) {}

    Uni<State> state() {
        return database.query(STATE).execute().map(rows -> {
            Row row = rows.iterator().next();
            Double progress = row.getDouble("progress");
            return new State(row.getDouble("last_success"), progress == null ? Double.NaN : progress);
        });
    }

    private static List<RunTask> tasks(RowSet<Row> rows) {
        List<RunTask> tasks = new ArrayList<>(rows.size());
        rows.forEach(
                row -> tasks.add(task(row.getLong("run_id"), row.getInteger("part"), row.getBoolean("by_person"))));
        return tasks;
    }

    private static RunTask task(long runId, int part, boolean manual) {
        return new RunTask(new MultiplierPartPlanned(runId, part), runId + "/" + part, manual);
    }

    private static List<MultiplierRun> runs(RowSet<Row> rows) {
        List<MultiplierRun> runs = new ArrayList<>(rows.size());
        rows.forEach(row -> runs.add(run(row)));
        return runs;
    }

    private static MultiplierRun run(Row row) {
        Instant finishedAt = Column.instant(row, "finished_at");
        String failure = row.getString("failure");
        return new MultiplierRun(
                row.getLong("id"),
                row.getLong("organization_id"),
                Column.instant(row, "as_of"),
                RunStatus.of(finishedAt, failure),
                row.getLong("volunteers_total"),
                row.getLong("volunteers_done"),
                row.getLong("changed"),
                row.getLong("superseded"),
                Column.instant(row, "started_at"),
                finishedAt,
                failure,
                row.getBoolean("by_person"),
                row.getBigDecimal("max_multiplier"));
    }
}
