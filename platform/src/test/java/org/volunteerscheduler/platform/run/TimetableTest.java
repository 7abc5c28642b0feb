// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimetableTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** As far as a test sets it. */
    private static final class SetClock extends Clock {
        private Instant now;

        SetClock(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private static Stream<Arguments> zonesAndTimes() {
        return Stream.of(
                        "America/Santiago",
                        "America/Havana",
                        "Europe/Berlin",
                        "Australia/Lord_Howe",
                        "Asia/Beirut",
                        "UTC")
                .flatMap(zone -> Stream.of("00:00", "00:30", "01:30", "02:00", "02:30", "03:00", "23:30")
                        .map(time -> Arguments.of(ZoneId.of(zone), LocalTime.parse(time))));
    }

    /** A year, with every missing hour and every one that comes twice, looked at every 227 minutes. */
    @ParameterizedTest
    @MethodSource("zonesAndTimes")
    void everyDayIsStartedOnceWhateverItsClocksDo(ZoneId zone, LocalTime time) {
        LocalDate first = LocalDate.of(2026, 1, 1);
        SetClock clock = new SetClock(first.atStartOfDay(zone).toInstant().minusSeconds(1));
        Timetable timetable = new Timetable(
                "days", CronExpression.of("0 %d %d * * ?".formatted(time.getMinute(), time.getHour())), zone, clock);
        List<Instant> started = new ArrayList<>();
        Instant end = first.plusYears(1).atStartOfDay(zone).toInstant();
        while (clock.now.isBefore(end)) {
            clock.now = clock.now.plus(Duration.ofMinutes(227));
            timetable.startDue(record(started)).await().indefinitely();
        }
        Instant last = clock.now;
        List<Instant> expected = first.datesUntil(first.plusYears(1).plusDays(1))
                .map(day -> expected(day.atTime(time), zone))
                .filter(due -> !due.isAfter(last))
                .toList();
        assertThat(started).isEqualTo(expected);
    }

    /** The first time that the clock shows it, or when it has passed it: found by looking at every minute. */
    private static Instant expected(LocalDateTime local, ZoneId zone) {
        Instant before = local.atZone(zone).toInstant().minus(Duration.ofHours(3));
        return Stream.iterate(before, instant -> instant.plusSeconds(60))
                .filter(instant -> !LocalDateTime.ofInstant(instant, zone).isBefore(local))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        // missing: when the clocks have been set forward
        "Europe/Berlin, 0 0 2 * * ?, 2026-03-29T01:00:00Z",
        "America/Havana, 0 0 0 * * ?, 2026-03-08T05:00:00Z",
        "America/Santiago, 0 0 0 ? * SUN, 2026-09-06T04:00:00Z",
        // twice: the first time
        "Europe/Berlin, 0 0 2 * * ?, 2026-10-25T00:00:00Z",
        "America/Havana, 0 0 0 1 * ?, 2026-11-01T04:00:00Z",
        "America/Santiago, 0 30 23 * * ?, 2026-04-05T02:30:00Z"
    })
    void aMissingOrRepeatedHourIsDueOnce(ZoneId zone, String cron, Instant due) {
        assertThat(CronExpression.of(cron).due(due.minus(Duration.ofHours(12)), due.plus(Duration.ofHours(11)), zone))
                .containsExactly(due);
    }

    @Test
    void whatIsDueEverySecondRestsWhileAnHourComesForTheSecondTime() {
        CronExpression always = CronExpression.of("* * * * * ?");
        Instant secondPass = Instant.parse("2026-10-25T01:00:00Z");
        assertThat(always.due(secondPass.minusSeconds(3), secondPass.plusSeconds(600), BERLIN))
                .containsExactly(secondPass.minusSeconds(2), secondPass.minusSeconds(1));
        assertThat(always.due(secondPass.plusSeconds(3599), secondPass.plusSeconds(3602), BERLIN))
                .containsExactly(
                        secondPass.plusSeconds(3600), secondPass.plusSeconds(3601), secondPass.plusSeconds(3602));
        assertThat(always.due(Instant.EPOCH, secondPass, BERLIN)).hasSize(100);
    }

    @Test
    void whatAClockHasJumpedOverIsStartedAndAClockThatIsSetBackStartsNothingNew() {
        Instant noon = Instant.parse("2026-11-25T12:00:00Z");
        SetClock clock = new SetClock(noon);
        Timetable timetable = new Timetable("days", CronExpression.of("0 0 2 * * ?"), ZoneOffset.UTC, clock);
        List<Instant> started = new ArrayList<>();
        clock.now = noon.plus(Duration.ofDays(3));
        timetable.startDue(record(started)).await().indefinitely();
        assertThat(started)
                .containsExactly(
                        Instant.parse("2026-11-26T02:00:00Z"),
                        Instant.parse("2026-11-27T02:00:00Z"),
                        Instant.parse("2026-11-28T02:00:00Z"));
        clock.now = noon;
        timetable.startDue(record(started)).await().indefinitely();
        assertThat(started).hasSize(3);
        // The same run as before, since it is of the same instant.
        clock.now = noon.plus(Duration.ofDays(1));
        timetable.startDue(record(started)).await().indefinitely();
        assertThat(started).hasSize(4).last().isEqualTo(started.getFirst());
    }

    @Test
    void whatFailsIsStartedLaterAndWhatWasDueBeforeTheStartIsNot() {
        Instant two = Instant.parse("2026-11-25T02:00:00Z");
        SetClock clock = new SetClock(two.plusSeconds(1));
        Timetable timetable = new Timetable("days", CronExpression.of("0 0 2 * * ?"), ZoneOffset.UTC, clock);
        List<Instant> started = new ArrayList<>();
        timetable.startDue(record(started)).await().indefinitely();
        assertThat(started).isEmpty();
        clock.now = two.plus(Duration.ofDays(1));
        timetable
                .startDue(due -> Uni.createFrom().failure(new IllegalStateException("no database")))
                .await()
                .indefinitely();
        clock.now = clock.now.plusSeconds(1);
        timetable.startDue(record(started)).await().indefinitely();
        assertThat(started).as("not so soon again").isEmpty();
        clock.now = clock.now.plusSeconds(10);
        timetable.startDue(record(started)).await().indefinitely();
        assertThat(started).containsExactly(two.plus(Duration.ofDays(1)));
    }

    @Test
    void offIsNeverDue() {
        assertThat(CronExpression.of("off").due(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"), BERLIN))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0 0 2", "sometimes", "0 0 25 * * ?", "0 0 2 31 2 ? 1999 5"})
    void whatIsNoExpressionIsRefused(String cron) {
        assertThatThrownBy(() -> CronExpression.of(cron)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Function<List<Instant>, Uni<Void>> record(List<Instant> started) {
        return due -> {
            started.addAll(due);
            return Uni.createFrom().voidItem();
        };
    }
}
