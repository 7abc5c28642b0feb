// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.run;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.volunteerscheduler.budget.rule.BudgetPeriod;
import org.volunteerscheduler.budget.rule.BudgetWindow;
import org.volunteerscheduler.contracts.BudgetRunStarted;
import org.volunteerscheduler.platform.database.Column;
import org.volunteerscheduler.platform.run.RunStatus;
import org.volunteerscheduler.platform.run.RunStore;
import org.volunteerscheduler.platform.run.RunTask;

/** The runs: stored once each, published, watched, and finished with their figures. */
@ApplicationScoped
public class BudgetRuns implements RunStore<BudgetPlan, BudgetRun> {

    private static final String COLUMNS = """
            id, period, window_start, window_end, organization_id, pool_amount, eligible, paid, distributed, undistributed,
            started_at, finished_at, failure, first_day, by_person
            """;

    private static final String INSERT = """
            insert into budget_run (period, first_day, window_start, window_end, organization_id, pool_amount, by_person,
                started_at, published_at)
            select $1::text, first_day, window_start, window_end, $5::bigint, $6::numeric, $7::boolean, $8::timestamptz, $8
            from unnest($2::date[], $3::timestamptz[], $4::timestamptz[]) as due (first_day, window_start, window_end)
            order by first_day
            on conflict do nothing
            returning %s""".formatted(COLUMNS);

    private static final String RUNS = "select " + COLUMNS + " from budget_run ";

    private static final String BY_WINDOW =
            RUNS + "where period = $1 and first_day = $2 and organization_id is not distinct from $3";

    private static final String BETWEEN = RUNS + """
            where period = $1 and organization_id is not distinct from $2 and first_day >= $3 and first_day < $4
            order by first_day
            """;

    private static final String BY_ID = RUNS + "where id = $1";

    private static final String LIST = RUNS + "where $1::bigint is null or id < $1 order by id desc limit $2";

    private static final String CLAIM = BY_ID + " for update";

    /** The figures are what the allocations say, and the table's constraints compare them with the pool. */
    private static final String FINISH = """
            update budget_run as run
            set eligible = $2, paid = award.count, distributed = award.sum, undistributed = run.pool_amount - award.sum,
                finished_at = $3, failure = null
            from (select count(*), coalesce(sum(amount), 0) as sum from budget_allocation where run_id = $1) as award
            where run.id = $1
            """;

    private static final String FAIL = "update budget_run set failure = $2 where id = $1 and finished_at is null";

    private static final String RESUME = """
            update budget_run set failure = null, published_at = $2 where id = $1 and failure is not null
            returning %s""".formatted(COLUMNS);

    private static final String TAKE_STALLED = """
            update budget_run set published_at = $1
            where id in (
                select id from budget_run
                where finished_at is null and failure is null and published_at < $2
                for update skip locked)
            returning %s""".formatted(COLUMNS);

    private static final String STATES = """
            select period,
                coalesce(extract(epoch from max(finished_at) filter (where organization_id is null)), 0)::float8
                    as last_success,
                count(*) filter (where finished_at is null) as unfinished
            from budget_run group by period
            """;

    private final Pool database;

    BudgetRuns(Pool database) {
        this.database = database;
    }

    @Override
    public Uni<List<BudgetRun>> insert(BudgetPlan plan, Instant now) {
        return database.preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addString(plan.period().json())
                        .addArrayOfLocalDate(plan.windows().stream()
                                .map(BudgetWindow::firstDay)
                                .toArray(LocalDate[]::new))
                        .addArrayOfOffsetDateTime(Column.instants(plan.windows(), BudgetWindow::start))
                        .addArrayOfOffsetDateTime(Column.instants(plan.windows(), BudgetWindow::end))
                        .addLong(plan.organizationId())
                        .addBigDecimal(plan.pool())
                        .addBoolean(plan.manual())
                        .addOffsetDateTime(Column.timestamp(now)))
                .map(BudgetRuns::runs);
    }

    @Override
    public RunTask firstTask(BudgetRun run) {
        return new RunTask(new BudgetRunStarted(run.id()), String.valueOf(run.id()), run.manual());
    }

    /** Of the plan's first window. */
    @Override
    public Uni<Optional<BudgetRun>> find(BudgetPlan plan) {
        return database.preparedQuery(BY_WINDOW)
                .execute(
                        Tuple.of(plan.period().json(), plan.windows().getFirst().firstDay(), plan.organizationId()))
                .map(rows -> runs(rows).stream().findFirst());
    }

    /** Those that cover a window which begins on {@code from} or later and before {@code to}, in order. */
    public Uni<List<BudgetRun>> between(BudgetPeriod period, Long organizationId, LocalDate from, LocalDate to) {
        return database.preparedQuery(BETWEEN)
                .execute(Tuple.of(period.json(), organizationId, from, to))
                .map(BudgetRuns::runs);
    }

    @Override
    public Uni<Optional<BudgetRun>> find(long id) {
        return database.preparedQuery(BY_ID).execute(Tuple.of(id)).map(rows -> runs(rows).stream()
                .findFirst());
    }

    @Override
    public Uni<List<BudgetRun>> list(Long beforeId, int limit) {
        return database.preparedQuery(LIST).execute(Tuple.of(beforeId, limit)).map(BudgetRuns::runs);
    }

    /**
     * Waits until nobody else settles this run.
     *
     * @throws IllegalArgumentException if there is no such run
     */
    Uni<BudgetRun> claim(SqlConnection connection, long id) {
        return connection.preparedQuery(CLAIM).execute(Tuple.of(id)).map(rows -> {
            if (rows.rowCount() == 0) {
                throw new IllegalArgumentException("there is no budget run " + id);
            }
            return run(rows.iterator().next());
        });
    }

    /** In the transaction that has recorded its allocations. */
    Uni<Void> finish(SqlConnection connection, long id, long eligible, Instant now) {
        return connection
                .preparedQuery(FINISH)
                .execute(Tuple.of(id, eligible, Column.timestamp(now)))
                .replaceWithVoid();
    }

    /** Says so in the run, until it is taken up again. Nothing if it is finished meanwhile. */
    Uni<Void> fail(long id, String reason) {
        return database.preparedQuery(FAIL).execute(Tuple.of(id, reason)).replaceWithVoid();
    }

    @Override
    public Uni<List<RunTask>> resume(long runId, Instant now) {
        return database.preparedQuery(RESUME)
                .execute(Tuple.of(runId, Column.timestamp(now)))
                .map(this::tasks);
    }

    /** One that is locked is being settled just now. */
    @Override
    public Uni<List<RunTask>> takeStalled(Instant now, Instant since) {
        return database.preparedQuery(TAKE_STALLED)
                .execute(Tuple.of(Column.timestamp(now), Column.timestamp(since)))
                .map(this::tasks);
    }

    private List<RunTask> tasks(RowSet<Row> rows) {
        return runs(rows).stream().map(this::firstTask).toList();
    }

    /**
     * How the runs of a period stand.
     *
     * @param lastSuccessSeconds when one of all organizations was last completed, in seconds of the epoch; 0: never
     */
    record State(String period, double lastSuccessSeconds, long unfinished) {}

    Uni<List<State>> states() {
        return database.query(STATES).execute().map(rows -> {
            List<State> states = new ArrayList<>();
            rows.forEach(row -> states.add(
                    new State(row.getString("period"), row.getDouble("last_success"), row.getLong("unfinished"))));
            return states;
        });
    }

    private static List<BudgetRun> runs(RowSet<Row> rows) {
        List<BudgetRun> runs = new ArrayList<>(rows.size());
        rows.forEach(row -> runs.add(run(row)));
        return runs;
    }

    private static BudgetRun run(Row row) {
        Instant finishedAt = Column.instant(row, "finished_at");
        String failure = row.getString("failure");
        return new BudgetRun(
                row.getLong("id"),
                row.getString("period"),
                Column.instant(row, "window_start"),
                Column.instant(row, "window_end"),
                row.getLong("organization_id"),
                row.getBigDecimal("pool_amount"),
                RunStatus.of(finishedAt, failure),
                row.getLong("eligible"),
                row.getLong("paid"),
                row.getBigDecimal("distributed"),
                row.getBigDecimal("undistributed"),
                Column.instant(row, "started_at"),
                finishedAt,
                failure,
                row.getLocalDate("first_day"),
                row.getBoolean("by_person"));
    }
}
