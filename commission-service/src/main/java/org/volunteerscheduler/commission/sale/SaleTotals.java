// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.volunteerscheduler.commission.rule.EarlierSales;
import org.volunteerscheduler.commission.rule.RecordedTotals;
import org.volunteerscheduler.commission.rule.RecordedTotals.Unit;
import org.volunteerscheduler.commission.rule.SaleFlag.Total;
import org.volunteerscheduler.commission.rule.SalesWindow;

/** Totals of recorded sales by hour, minute and second: a batch reads a few hundred small rows, however many sales there are. */
@ApplicationScoped
class SaleTotals {

    private static final String TOTALS = """
            select exists (select from sale where id = $5) as in_flight_counted,
                unit_seconds, unit_start, sales, amount
            from (values (1)) as always (one) left join (
                select unit_seconds, unit_start, sales, amount from sale_total
                where unit_seconds = 3600 and unit_start >= $1 and unit_start < $2
                union all
                select unit_seconds, unit_start, sales, amount
                from unnest($3::bigint[]) as edge (hour)
                    join sale_total on unit_seconds = 60 and unit_start >= hour and unit_start < hour + 3600
                union all
                select unit_seconds, unit_start, sales, amount
                from unnest($4::bigint[]) as edge (minute)
                    join sale_total on unit_seconds = 1 and unit_start >= minute and unit_start < minute + 60
            ) as total on true
            """;

    private final Pool database;

    SaleTotals(Pool database) {
        this.database = database;
    }

    /** What is recorded around the windows of sales that were sold at these instants. */
    Uni<RecordedTotals> around(Collection<Instant> soldAt, SalesInFlight inFlight) {
        TreeSet<Long> edges = new TreeSet<>();
        for (Instant instant : soldAt) {
            SalesWindow window = SalesWindow.upTo(instant);
            edges.add(window.start());
            edges.add(window.end());
        }
        return database.preparedQuery(TOTALS)
                .execute(Tuple.of(
                        Unit.HOUR.floor(edges.first()),
                        edges.last(),
                        floors(edges, Unit.HOUR),
                        floors(edges, Unit.MINUTE),
                        inFlight.anyId()))
                .map(rows -> totals(rows, inFlight));
    }

    private static Long[] floors(Set<Long> seconds, Unit unit) {
        return seconds.stream().map(unit::floor).distinct().toArray(Long[]::new);
    }

    private static RecordedTotals totals(RowSet<Row> rows, SalesInFlight inFlight) {
        Map<Unit, Map<Long, Total>> byUnit = new EnumMap<>(Unit.class);
        EarlierSales uncounted = EarlierSales.NONE;
        for (Row row : rows) {
            uncounted = inFlight.uncounted(row.getBoolean("in_flight_counted"));
            if (row.getInteger("unit_seconds") == null) {
                continue;
            }
            byUnit.computeIfAbsent(Unit.ofSeconds(row.getInteger("unit_seconds")), unit -> new HashMap<>())
                    .put(row.getLong("unit_start"), new Total(row.getLong("sales"), row.getBigDecimal("amount")));
        }
        return new RecordedTotals(byUnit, uncounted);
    }
}
