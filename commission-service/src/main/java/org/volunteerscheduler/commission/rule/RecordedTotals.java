// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.volunteerscheduler.commission.rule.SaleFlag.Total;

/**
 * Totals of recorded sales over any window, exact to the second, from totals by hour, minute and second: a window is
 * whole hours, with minutes and seconds at its two ends.
 */
public final class RecordedTotals {

    /** By what the totals are kept. */
    public enum Unit {
        HOUR(3600),
        MINUTE(60),
        SECOND(1);

        private final int seconds;

        Unit(int seconds) {
            this.seconds = seconds;
        }

        public int seconds() {
            return seconds;
        }

        public static Unit ofSeconds(int seconds) {
            return switch (seconds) {
                case 3600 -> HOUR;
                case 60 -> MINUTE;
                case 1 -> SECOND;
                default -> throw new IllegalArgumentException("no unit of " + seconds + " s");
            };
        }

        /** The start of the unit that this second lies in. */
        public long floor(long second) {
            return Math.floorDiv(second, (long) seconds) * seconds;
        }

        private long ceiling(long second) {
            return floor(second + seconds - 1);
        }
    }

    /** Running sums: the difference of two is the total in between. */
    private final Map<Unit, NavigableMap<Long, Total>> runningByUnit = new EnumMap<>(Unit.class);

    private final EarlierSales uncounted;

    /**
     * @param totals by unit and its start; every unit that lies at an end of a window to be asked for, and all hours between
     * @param uncounted sales that count as recorded, and are not among these totals yet
     */
    public RecordedTotals(Map<Unit, ? extends Map<Long, Total>> totals, EarlierSales uncounted) {
        this.uncounted = uncounted;
        totals.forEach((unit, byStart) -> {
            NavigableMap<Long, Total> running = new TreeMap<>();
            Total sum = Total.NONE;
            for (Map.Entry<Long, Total> entry : new TreeMap<>(byStart).entrySet()) {
                sum = sum.plus(entry.getValue());
                running.put(entry.getKey(), sum);
            }
            runningByUnit.put(unit, running);
        });
    }

    public Total within(SalesWindow window) {
        long start = window.start();
        long end = window.end();
        return between(Unit.HOUR, Unit.HOUR.ceiling(start), Unit.HOUR.floor(end))
                .plus(between(Unit.MINUTE, Unit.MINUTE.ceiling(start), Unit.HOUR.ceiling(start)))
                .plus(between(Unit.SECOND, start, Unit.MINUTE.ceiling(start)))
                .plus(between(Unit.MINUTE, Unit.HOUR.floor(end), Unit.MINUTE.floor(end)))
                .plus(between(Unit.SECOND, Unit.MINUTE.floor(end), end))
                .plus(uncounted.within(window));
    }

    private Total between(Unit unit, long start, long end) {
        return upTo(unit, end).minus(upTo(unit, start));
    }

    private Total upTo(Unit unit, long end) {
        NavigableMap<Long, Total> running = runningByUnit.get(unit);
        Map.Entry<Long, Total> entry = running == null ? null : running.lowerEntry(end);
        return entry == null ? Total.NONE : entry.getValue();
    }
}
