// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.run;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Times of local clocks: seconds, minutes, hours, day of month, month, day of week; or {@code off}.
 *
 * <p>Each local time is due once: at its first occurrence where clocks are set back and it comes twice, and when the
 * clocks have been set forward where they leave it out.
 */
public final class CronExpression {

    private static final CronParser PARSER =
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ));
    /** Of those that a clock has passed all at once. */
    private static final int MOST = 100;

    private final Optional<ExecutionTime> times;

    private CronExpression(Optional<ExecutionTime> times) {
        this.times = times;
    }

    /** @throws IllegalArgumentException if it is none */
    public static CronExpression of(String expression) {
        if (expression.equals("off")) {
            return new CronExpression(Optional.empty());
        }
        try {
            return new CronExpression(
                    Optional.of(ExecutionTime.forCron(PARSER.parse(expression).validate())));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be a cron expression of six fields, seconds first, or off");
        }
    }

    /** When it is due after {@code after} and no later than {@code until}: the last hundred times at most, in order. */
    public List<Instant> due(Instant after, Instant until, ZoneId zone) {
        TreeSet<Instant> due = new TreeSet<>();
        // In a calendar without shifts; what a zone makes of it is for instant() to say.
        ZonedDateTime local = latest(LocalDateTime.ofInstant(until, zone), zone)
                .plusSeconds(1)
                .atZone(ZoneOffset.UTC);
        while (due.size() < MOST && times.isPresent()) {
            Optional<ZonedDateTime> before = times.get().lastExecution(local);
            if (before.isEmpty()) {
                break;
            }
            local = before.get();
            Instant instant = instant(local.toLocalDateTime(), zone);
            if (!instant.isAfter(after)) {
                break;
            }
            if (!instant.isAfter(until)) {
                due.add(instant);
            }
        }
        return List.copyOf(due);
    }

    /** Where the clock shows a time for the second time, it has shown later ones before. */
    private static LocalDateTime latest(LocalDateTime local, ZoneId zone) {
        ZoneOffsetTransition shift = zone.getRules().getTransition(local);
        return shift == null ? local : shift.getDateTimeBefore();
    }

    private static Instant instant(LocalDateTime local, ZoneId zone) {
        ZoneOffsetTransition shift = zone.getRules().getTransition(local);
        return shift != null && shift.isGap()
                ? shift.getInstant()
                : local.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
    }

    /** Of a setting. */
    public static final class Reader implements Converter<CronExpression> {
        @Override
        public CronExpression convert(String value) {
            return value.isBlank() ? null : of(value.strip());
        }
    }
}
