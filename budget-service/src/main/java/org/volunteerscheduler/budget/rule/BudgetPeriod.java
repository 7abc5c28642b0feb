// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.rule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** How long a window is, who is eligible in it and how many of those are paid. Source: rules.md, Budget. */
public enum BudgetPeriod {
    DAILY(1),
    WEEKLY(3),
    MONTHLY(10);

    private static final int DAILY_PLACES = 5;
    private static final int WEEKLY_PLACES = 10;
    private static final int MONTHLY_SHARE = 4;

    private final int leastApprovedTasks;

    BudgetPeriod(int leastApprovedTasks) {
        this.leastApprovedTasks = leastApprovedTasks;
    }

    /** In the window; whoever has fewer is not eligible. */
    public int leastApprovedTasks() {
        return leastApprovedTasks;
    }

    /** How many of the best may be paid. */
    public int places(long eligible) {
        return switch (this) {
            case DAILY -> DAILY_PLACES;
            case WEEKLY -> WEEKLY_PLACES;
            case MONTHLY -> Math.toIntExact(Math.max(1, eligible / MONTHLY_SHARE));
        };
    }

    /** The first day of the window that this day lies in; a week begins on Sunday. */
    public LocalDate firstDay(LocalDate day) {
        return switch (this) {
            case DAILY -> day;
            case WEEKLY -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
            case MONTHLY -> day.withDayOfMonth(1);
        };
    }

    /** The first day of a later window, or of an earlier one. */
    public LocalDate plus(LocalDate firstDay, int windows) {
        return switch (this) {
            case DAILY -> firstDay.plusDays(windows);
            case WEEKLY -> firstDay.plusWeeks(windows);
            case MONTHLY -> firstDay.plusMonths(windows);
        };
    }

    /** As messages and answers name it. */
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such period */
    public static BudgetPeriod of(String json) {
        for (BudgetPeriod period : values()) {
            if (period.json().equals(json)) {
                return period;
            }
        }
        throw new IllegalArgumentException("no period: " + json);
    }
}
