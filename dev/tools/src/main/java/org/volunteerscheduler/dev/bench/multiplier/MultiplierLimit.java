// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.multiplier;

import static org.volunteerscheduler.dev.system.Console.say;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.volunteerscheduler.dev.bench.measure.Limit;
import org.volunteerscheduler.dev.bench.measure.LimitBench;
import org.volunteerscheduler.dev.bench.measure.Stretch;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.bench.measure.Usage;
import org.volunteerscheduler.dev.system.DatabaseSession;
import org.volunteerscheduler.dev.system.Failure;
import org.volunteerscheduler.dev.system.Service;

/**
 * The least that PostgreSQL must do for a run: one statement that updates all multipliers with the counts behind them,
 * in the service's own tables with all their constraints, and nothing of what the service does besides. It hands every
 * active volunteer up the chain by hash joins over the whole table; 0.95 ^ (days / 7) is a double, which is faster.
 */
public final class MultiplierLimit implements LimitBench {

    private static final String UPDATE = """
            with at as (
                select $asOf as as_of
            ), review as (
                select user_id, max(reviewed_at) as latest,
                    count(*) filter (where reviewed_at > (select as_of from at) - interval '720 hours') as approved
                from assignment where status = 'approved' and reviewed_at <= (select as_of from at)
                group by user_id
            ), person as materialized (
                select user_id, referrer_id, level, coalesce(approved, 0) as approved,
                    greatest(last_activity_at, latest) as last_activity_at
                from volunteer left join review using (user_id)
            ), first as (
                select user_id as member, referrer_id as top from person
                where last_activity_at > (select as_of from at) - interval '720 hours' and referrer_id <> user_id
            ), second as materialized (
                select member, referrer_id as top from first join volunteer on user_id = top where referrer_id <> member
            ), third as materialized (
                select member, referrer_id as top from second join volunteer on user_id = top where referrer_id <> member
            ), fourth as materialized (
                select member, referrer_id as top from third join volunteer on user_id = top where referrer_id <> member
            ), fifth as (
                select member, referrer_id as top from fourth join volunteer on user_id = top where referrer_id <> member
            ), downline as (
                select top, count(*) as active from (
                    select top from first union all select top from second union all select top from third
                    union all select top from fourth union all select top from fifth) as member
                group by top
            ), part as (
                select user_id, level, approved, coalesce(active, 0) as active, last_activity_at,
                    1.0 + 0.1 * (level - 1) as floor,
                    case when approved < 30 then 0.05 * (approved / 10)
                        when approved < 60 then 0.10 + 0.03 * (approved / 10 - 2)
                        else 0.19 + 0.01 * (approved / 10 - 5) end
                        + 0.02 * least(10, coalesce(active, 0)) as more,
                    extract(epoch from (select as_of from at) - last_activity_at)::float8 / 86400 as days
                from person left join downline on top = user_id
            )
            update multiplier as known
            set multiplier = round(least(3.0, case
                    when part.days > 7 then greatest((floor + more) * (0.95::float8 ^ (part.days / 7))::numeric, floor)
                    else floor + more end), 4),
                level = part.level, approved_tasks = part.approved, active_downline = part.active,
                last_activity_at = part.last_activity_at, as_of = (select as_of from at), run_id = 1
            from part where part.user_id = known.user_id
            """;

    private static final String RESULT = """
            select user_id, multiplier, level, approved_tasks, active_downline, last_activity_at from multiplier
            order by user_id
            """;

    private static final int SHOWN_DIFFERENCES = 5;

    private final MultiplierData data;

    public MultiplierLimit(MultiplierWorkload workload) {
        this.data = workload.data();
    }

    @Override
    public boolean needsCopies() {
        return true;
    }

    /**
     * Volunteers a second, from the statement's start to the end of its commit; the second time, since the runs that it
     * is compared with are not the first either. Compares what the service found with what the statement found.
     */
    @Override
    public Limit measure(TestBed bed, Stretch stretch) {
        try (DatabaseSession session = bed.limitDatabase(Service.MULTIPLIER).open()) {
            // The whole in memory; and compiling the plan costs more than it saves.
            session.execute("set work_mem = '64MB'");
            session.execute("set jit = off");
            update(session);
            data.forgetRuns(session);
            bed.checkpoint();
            Usage usage = bed.meter().during(() -> update(session));
            compare(bed, session);
            return Limit.rate(
                    "volunteers a second in one set-based UPDATE",
                    data.volunteers().volunteers(),
                    usage);
        }
    }

    private void update(DatabaseSession session) {
        long updated = session.execute(data.volunteers().filled(UPDATE));
        if (updated != data.volunteers().volunteers()) {
            throw new Failure("the statement updated " + updated + " multipliers");
        }
    }

    private static void compare(TestBed bed, DatabaseSession limit) {
        List<String> differences = new ArrayList<>();
        long compared = 0;
        try (DatabaseSession service = bed.database(Service.MULTIPLIER).open();
                DatabaseSession.Rows<String> found = service.stream(RESULT, MultiplierLimit::text);
                DatabaseSession.Rows<String> expected = limit.stream(RESULT, MultiplierLimit::text)) {
            for (String expectation = expected.next(); expectation != null; expectation = expected.next()) {
                String finding = found.next();
                if (!expectation.equals(finding) && differences.size() < SHOWN_DIFFERENCES) {
                    differences.add(finding + " instead of " + expectation);
                }
                compared++;
            }
            String surplus = found.next();
            if (surplus != null) {
                differences.add("more volunteers than there are, like " + surplus);
            }
        }
        if (!differences.isEmpty()) {
            throw new Failure("the service and the statement differ: " + String.join("; ", differences));
        }
        say("%,d multipliers compared: all as the statement has them", compared);
    }

    private static String text(ResultSet row) throws SQLException {
        StringBuilder all = new StringBuilder();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            all.append(column == 1 ? "" : " ").append(row.getString(column));
        }
        return all.toString();
    }
}
