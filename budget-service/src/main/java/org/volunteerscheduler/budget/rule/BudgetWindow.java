// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.rule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * The time that one run covers: whole days of the calendar in one zone. Where clocks change, a day has 23 or 25 hours,
 * and begins when the zone says that it begins.
 *
 * @param firstDay tells the windows of a period apart, whatever the zone
 * @param start inclusive
 * @param end exclusive
 */
public record BudgetWindow(BudgetPeriod period, LocalDate firstDay, Instant start, Instant end) {

    private static final Duration LONGEST_REVIEW = Duration.ofDays(7);

    /** The last window that was over at an instant; one that ended just then counts. */
    public static BudgetWindow lastCompleted(BudgetPeriod period, ZoneId zone, Instant asOf) {
        BudgetWindow window = beginning(period, zone, current(period, zone, asOf).firstDay);
        do {
            window = beginning(period, zone, period.plus(window.firstDay, -1));
        } while (window.isEmpty());
        return window;
    }

    /** The window that an instant lies in. */
    public static BudgetWindow current(BudgetPeriod period, ZoneId zone, Instant instant) {
        return beginning(period, zone, period.firstDay(LocalDate.ofInstant(instant, zone)));
    }

    /** Those that begin on {@code from} or later and before {@code to}, in order. */
    public static List<BudgetWindow> between(BudgetPeriod period, ZoneId zone, LocalDate from, LocalDate to) {
        List<BudgetWindow> windows = new ArrayList<>();
        LocalDate firstDay = period.firstDay(from);
        if (firstDay.isBefore(from)) {
            firstDay = period.plus(firstDay, 1);
        }
        for (; firstDay.isBefore(to); firstDay = period.plus(firstDay, 1)) {
            BudgetWindow window = beginning(period, zone, firstDay);
            if (!window.isEmpty()) {
                windows.add(window);
            }
        }
        return windows;
    }

    private static BudgetWindow beginning(BudgetPeriod period, ZoneId zone, LocalDate firstDay) {
        return new BudgetWindow(
                period,
                firstDay,
                firstDay.atStartOfDay(zone).toInstant(),
                period.plus(firstDay, 1).atStartOfDay(zone).toInstant());
    }

    /** A day that a zone has left out, moving across the date line. */
    private boolean isEmpty() {
        return start.equals(end);
    }

    /** What was assigned before this and not reviewed before the window's end is overdue: 7 times 24 hours. */
    public Instant overdueBefore() {
        return end.minus(LONGEST_REVIEW);
    }
}
