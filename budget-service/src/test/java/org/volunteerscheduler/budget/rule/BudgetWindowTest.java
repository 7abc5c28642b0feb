// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetWindowTest {

    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Madrid",
            "America/New_York",
            "America/Sao_Paulo",
            "America/Havana",
            "Asia/Beirut",
            "Pacific/Apia",
            "Pacific/Kiritimati",
            "Australia/Lord_Howe",
            "Asia/Kolkata");

    @ParameterizedTest
    @CsvSource({
        // at the very edge, and a moment before it
        "DAILY, UTC, 2024-12-15T00:00:00Z, 2024-12-14T00:00:00Z, 2024-12-15T00:00:00Z",
        "DAILY, UTC, 2024-12-14T23:59:59.999999Z, 2024-12-13T00:00:00Z, 2024-12-14T00:00:00Z",
        "WEEKLY, UTC, 2024-12-15T00:00:00Z, 2024-12-08T00:00:00Z, 2024-12-15T00:00:00Z",
        "WEEKLY, UTC, 2024-12-14T23:59:59.999999Z, 2024-12-01T00:00:00Z, 2024-12-08T00:00:00Z",
        "WEEKLY, UTC, 2024-12-21T23:59:59.999999Z, 2024-12-08T00:00:00Z, 2024-12-15T00:00:00Z",
        "MONTHLY, UTC, 2024-12-01T00:00:00Z, 2024-11-01T00:00:00Z, 2024-12-01T00:00:00Z",
        "MONTHLY, UTC, 2024-11-30T23:59:59.999999Z, 2024-10-01T00:00:00Z, 2024-11-01T00:00:00Z",
        // across the year's end, and a leap day
        "DAILY, UTC, 2025-01-01T12:00:00Z, 2024-12-31T00:00:00Z, 2025-01-01T00:00:00Z",
        "WEEKLY, UTC, 2025-01-05T00:00:00Z, 2024-12-29T00:00:00Z, 2025-01-05T00:00:00Z",
        "MONTHLY, UTC, 2025-01-01T00:00:00Z, 2024-12-01T00:00:00Z, 2025-01-01T00:00:00Z",
        "MONTHLY, UTC, 2024-03-01T00:00:00Z, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
        "DAILY, UTC, 2024-03-01T00:00:00Z, 2024-02-29T00:00:00Z, 2024-03-01T00:00:00Z",
        // the zone says when a day begins
        "DAILY, Europe/Madrid, 2024-12-14T23:00:00Z, 2024-12-13T23:00:00Z, 2024-12-14T23:00:00Z",
        "DAILY, Europe/Madrid, 2024-12-14T22:59:59Z, 2024-12-12T23:00:00Z, 2024-12-13T23:00:00Z",
        // 23 hours when clocks go forward, 25 when they go back
        "DAILY, Europe/Madrid, 2024-04-01T00:00:00Z, 2024-03-30T23:00:00Z, 2024-03-31T22:00:00Z",
        "DAILY, Europe/Madrid, 2024-10-28T00:00:00Z, 2024-10-26T22:00:00Z, 2024-10-27T23:00:00Z",
        "WEEKLY, Europe/Madrid, 2024-04-07T12:00:00Z, 2024-03-30T23:00:00Z, 2024-04-06T22:00:00Z",
        "WEEKLY, America/New_York, 2024-11-10T12:00:00Z, 2024-11-03T04:00:00Z, 2024-11-10T05:00:00Z",
        "MONTHLY, Europe/Madrid, 2024-04-01T12:00:00Z, 2024-02-29T23:00:00Z, 2024-03-31T22:00:00Z",
        // a Sunday that begins at one o'clock, since midnight was left out
        "WEEKLY, America/Sao_Paulo, 2018-11-04T12:00:00Z, 2018-10-28T03:00:00Z, 2018-11-04T03:00:00Z",
        // a day that was left out altogether
        "DAILY, Pacific/Apia, 2011-12-30T12:00:00Z, 2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z",
    })
    void theLastCompletedWindowIs(BudgetPeriod period, String zone, Instant asOf, Instant start, Instant end) {
        BudgetWindow window = BudgetWindow.lastCompleted(period, ZoneId.of(zone), asOf);
        assertThat(window.start()).isEqualTo(start);
        assertThat(window.end()).isEqualTo(end);
        assertThat(window.firstDay()).isEqualTo(LocalDate.ofInstant(start, ZoneId.of(zone)));
    }

    @Property
    void aWindowIsOverAndTheNextOneIsNot(
            @ForAll BudgetPeriod period, @ForAll @LongRange(min = 946_700_000, max = 4_000_000_000L) long second) {
        Instant asOf = Instant.ofEpochSecond(second);
        for (String name : ZONES) {
            ZoneId zone = ZoneId.of(name);
            BudgetWindow last = BudgetWindow.lastCompleted(period, zone, asOf);
            BudgetWindow current = BudgetWindow.current(period, zone, asOf);
            assertThat(last.start()).isBefore(last.end());
            assertThat(last.end()).isBeforeOrEqualTo(asOf).isEqualTo(current.start());
            assertThat(current.end()).isAfter(asOf);
        }
    }

    @Property
    void windowsFollowEachOtherWithoutGap(
            @ForAll BudgetPeriod period, @ForAll @LongRange(min = 11_000, max = 40_000) long firstDay) {
        for (String name : ZONES) {
            LocalDate from = LocalDate.ofEpochDay(firstDay);
            List<BudgetWindow> windows = BudgetWindow.between(period, ZoneId.of(name), from, from.plusDays(400));
            for (int i = 1; i < windows.size(); i++) {
                assertThat(windows.get(i).start()).isEqualTo(windows.get(i - 1).end());
            }
        }
    }

    @Test
    void aRangeHoldsTheWindowsThatBeginInIt() {
        ZoneId utc = ZoneId.of("UTC");
        LocalDate sunday = LocalDate.of(2024, 12, 1);
        assertThat(BudgetWindow.between(BudgetPeriod.WEEKLY, utc, sunday, sunday.plusDays(14)))
                .extracting(BudgetWindow::firstDay)
                .containsExactly(sunday, sunday.plusDays(7));
        assertThat(BudgetWindow.between(BudgetPeriod.WEEKLY, utc, sunday.plusDays(1), sunday.plusDays(15)))
                .extracting(BudgetWindow::firstDay)
                .containsExactly(sunday.plusDays(7), sunday.plusDays(14));
        assertThat(BudgetWindow.between(BudgetPeriod.MONTHLY, utc, sunday, sunday))
                .isEmpty();
    }

    @Test
    void whatWasAssignedSevenTimes24HoursBeforeTheEndIsNotOverdueYet() {
        BudgetWindow window = BudgetWindow.lastCompleted(
                BudgetPeriod.WEEKLY, ZoneId.of("Europe/Madrid"), Instant.parse("2024-04-07T12:00:00Z"));
        assertThat(Duration.between(window.overdueBefore(), window.end())).isEqualTo(Duration.ofHours(168));
    }
}
