// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.calendar;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import org.volunteerscheduler.budget.rule.BudgetPeriod;
import org.volunteerscheduler.budget.rule.BudgetWindow;
import org.volunteerscheduler.platform.http.ProblemException;

/** {@code from} (inclusive) and {@code to} (exclusive) of a request, as days in the configured zone. */
record DayRange(LocalDate from, LocalDate to) {

    private static final int MAX_PERIODS = 1000;
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2099;

    /**
     * @param from null: a year before {@code to}
     * @param to null: tomorrow
     */
    static DayRange of(String from, String to, ZoneId zone, LocalDate today) {
        LocalDate end = to == null ? today.plusDays(1) : parse("to", to, zone);
        LocalDate start = from == null ? end.minusYears(1) : parse("from", from, zone);
        if (end.isBefore(start)) {
            throw ProblemException.invalid("to", "must not be before from");
        }
        return new DayRange(start, end);
    }

    /** A day, or an instant, which means the day that it lies in. */
    private static LocalDate parse(String name, String text, ZoneId zone) {
        try {
            LocalDate day = text.length() == "2024-12-15".length()
                    ? LocalDate.parse(text)
                    : OffsetDateTime.parse(text).atZoneSameInstant(zone).toLocalDate();
            if (day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR) {
                return day;
            }
        } catch (DateTimeException noDay) {
            // told below
        }
        throw ProblemException.invalid(name, "must be like 2024-12-15 or 2024-12-15T10:30:00Z, from 2000 to 2099");
    }

    /** @throws ProblemException 400 if there are too many to answer at once */
    DayRange limitedTo(BudgetPeriod period, ZoneId zone) {
        List<BudgetWindow> windows = BudgetWindow.between(period, zone, from, to);
        if (windows.size() > MAX_PERIODS) {
            throw ProblemException.invalid("from", "must leave at most " + MAX_PERIODS + " periods before to");
        }
        return this;
    }
}
