// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.calendar;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.volunteerscheduler.budget.rule.BudgetPeriod;
import org.volunteerscheduler.budget.rule.BudgetWindow;
import org.volunteerscheduler.budget.run.BudgetRun;
import org.volunteerscheduler.budget.run.BudgetRuns;
import org.volunteerscheduler.platform.database.Column;
import org.volunteerscheduler.platform.run.RunSettings;

/**
 * Every period with what became of it. One that is over and has no run was missed; whoever asks says by the range since
 * when that matters. To count what was missed without being asked, it stands in the database since when periods are due,
 * so that every replica says the same: for all organizations as one pool, since the service first ran with the period
 * scheduled, or since the first run, whichever is earlier; for one organization, since its first run. A period that is
 * not scheduled is not counted for all organizations.
 */
@ApplicationScoped
class BudgetCalendar {

    private static final String SCHEDULE = """
            insert into budget_schedule (period, since) select period, $2 from unnest($1::text[]) as scheduled (period)
            on conflict do nothing
            """;

    private static final String UNSCHEDULE = "delete from budget_schedule where period <> all ($1::text[])";

    private static final String SCOPES = """
            select period, organization_id, first_run, runs, schedule.since as scheduled_since
            from (
                select period, organization_id, min(first_day) as first_run, count(*) as runs
                from budget_run group by period, organization_id
                union all
                select period, null, null, 0 from budget_schedule
                where not exists (select from budget_run where period = budget_schedule.period and organization_id is null)
            ) as scope left join budget_schedule as schedule using (period)
            """;

    private final Pool database;
    private final BudgetRuns runs;
    private final ZoneId zone;
    private final Clock clock;

    BudgetCalendar(Pool database, BudgetRuns runs, RunSettings settings, Clock clock) {
        this.database = database;
        this.runs = runs;
        this.zone = settings.timeZone();
        this.clock = clock;
    }

    /** Notes since when periods are scheduled; those that are no longer are forgotten. */
    Uni<Void> schedule(List<BudgetPeriod> periods) {
        String[] names = periods.stream().map(BudgetPeriod::json).toArray(String[]::new);
        return database.preparedQuery(UNSCHEDULE)
                .execute(Tuple.of((Object) names))
                .chain(() ->
                        database.preparedQuery(SCHEDULE).execute(Tuple.of(names, Column.timestamp(clock.instant()))))
                .replaceWithVoid();
    }

    /** Those that begin on {@code from} or later and before {@code to}, in order. */
    Uni<List<CalendarEntry>> entries(BudgetPeriod period, Long organizationId, LocalDate from, LocalDate to) {
        Instant now = clock.instant();
        return runs.between(period, organizationId, from, to).map(found -> {
            Map<LocalDate, BudgetRun> runByFirstDay = new HashMap<>();
            found.forEach(run -> runByFirstDay.put(run.firstDay(), run));
            return BudgetWindow.between(period, zone, from, to).stream()
                    .map(window -> {
                        BudgetRun run = runByFirstDay.get(window.firstDay());
                        return run == null
                                ? CalendarEntry.withoutRun(window, organizationId, now)
                                : CalendarEntry.of(run);
                    })
                    .toList();
        });
    }

    /** The first day of the first window that was due; empty if none is. */
    private Optional<LocalDate> beginning(
            BudgetPeriod period, boolean everybody, Instant scheduledSince, LocalDate firstRun) {
        if (!everybody) {
            return Optional.ofNullable(firstRun);
        }
        if (scheduledSince == null) {
            return Optional.empty();
        }
        LocalDate scheduled = BudgetWindow.current(period, zone, scheduledSince).firstDay();
        return Optional.of(firstRun != null && firstRun.isBefore(scheduled) ? firstRun : scheduled);
    }

    /** How many periods were missed, of all organizations as one pool or of single ones. */
    record Missed(BudgetPeriod period, boolean everybody, long count) {}

    /** One for each scope that has a run or is scheduled. */
    Uni<List<Missed>> missed() {
        Instant now = clock.instant();
        return database.query(SCOPES).execute().map(rows -> {
            List<Missed> missed = new ArrayList<>();
            rows.forEach(row -> {
                BudgetPeriod period = BudgetPeriod.of(row.getString("period"));
                boolean everybody = row.getLong("organization_id") == null;
                LocalDate behindLast = BudgetWindow.current(period, zone, now).firstDay();
                beginning(period, everybody, Column.instant(row, "scheduled_since"), row.getLocalDate("first_run"))
                        .ifPresent(beginning -> missed.add(new Missed(
                                period,
                                everybody,
                                BudgetWindow.between(period, zone, beginning, behindLast)
                                                .size()
                                        - row.getLong("runs"))));
            });
            return missed;
        });
    }
}
