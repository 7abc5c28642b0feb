package org.volunteerscheduler.commission.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.volunteerscheduler.commission.rule.SaleFlag;
import org.volunteerscheduler.commission.rule.SaleFlag.Total;

/**
 * Totals over any 30 days, exact to the second, from totals by hour, minute and second: a window is whole hours, with
 * minutes and seconds at its two ends. A batch reads a few hundred small rows, however many sales there are.
 */
@ApplicationScoped
public class SaleTotals {

    private static final int HOUR = 3600;
    private static final int MINUTE = 60;
    private static final int SECOND = 1;

    private static final String TOTALS = """
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
            """;

    private final Pool database;

    public SaleTotals(Pool database) {
        this.database = database;
    }

    /** What {@link Windows#before} can answer for each of these instants. */
    Uni<Windows> around(Collection<Instant> instants) {
        TreeSet<Long> edges = new TreeSet<>();
        for (Instant instant : instants) {
            edges.add(start(instant));
            edges.add(end(instant));
        }
        return database.preparedQuery(TOTALS)
                .execute(Tuple.of(floor(edges.first(), HOUR), edges.last(), floors(edges, HOUR), floors(edges, MINUTE)))
                .map(rows -> {
                    Windows windows = new Windows();
                    for (Row row : rows) {
                        windows.byUnit
                                .computeIfAbsent(row.getInteger("unit_seconds"), unit -> new TreeMap<>())
                                .put(
                                        row.getLong("unit_start"),
                                        new Total(row.getLong("sales"), row.getBigDecimal("amount")));
                    }
                    windows.accumulate();
                    return windows;
                });
    }

    /** The first second inside the window that ends at {@code instant}. */
    static long start(Instant instant) {
        return instant.getEpochSecond() - SaleFlag.AVERAGE_WINDOW.toSeconds() + 1;
    }

    /** The first second behind the window that ends at {@code instant}. */
    static long end(Instant instant) {
        return instant.getEpochSecond() + 1;
    }

    private static Long[] floors(Set<Long> seconds, int unit) {
        return seconds.stream().map(second -> floor(second, unit)).distinct().toArray(Long[]::new);
    }

    private static long floor(long second, int unit) {
        return Math.floorDiv(second, (long) unit) * unit;
    }

    private static long ceiling(long second, int unit) {
        return floor(second + unit - 1, unit);
    }

    /** Running totals by unit; a difference of two is the total in between. */
    static final class Windows {
        private final Map<Integer, NavigableMap<Long, Total>> byUnit = new HashMap<>();

        /** All recorded sales of the 30 days up to and including the instant's second. */
        Total before(Instant instant) {
            long start = start(instant);
            long end = end(instant);
            return between(HOUR, ceiling(start, HOUR), floor(end, HOUR))
                    .plus(between(MINUTE, ceiling(start, MINUTE), ceiling(start, HOUR)))
                    .plus(between(SECOND, start, ceiling(start, MINUTE)))
                    .plus(between(MINUTE, floor(end, HOUR), floor(end, MINUTE)))
                    .plus(between(SECOND, floor(end, MINUTE), end));
        }

        private Total between(int unit, long start, long end) {
            return upTo(unit, end).minus(upTo(unit, start));
        }

        private Total upTo(int unit, long end) {
            NavigableMap<Long, Total> running = byUnit.get(unit);
            Map.Entry<Long, Total> entry = running == null ? null : running.lowerEntry(end);
            return entry == null ? Total.NONE : entry.getValue();
        }

        private void accumulate() {
            for (NavigableMap<Long, Total> totals : byUnit.values()) {
                Total running = Total.NONE;
                for (Map.Entry<Long, Total> entry : totals.entrySet()) {
                    running = running.plus(entry.getValue());
                    entry.setValue(running);
                }
            }
        }
    }
}
