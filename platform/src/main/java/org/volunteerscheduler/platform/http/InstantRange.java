// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.volunteerscheduler.contracts.TimeLimits;

/** {@code from} (inclusive) and {@code to} (exclusive) of a request; each an instant, or a day in UTC, or absent. */
public record InstantRange(Instant from, Instant to) {

    public static InstantRange of(String from, String to) {
        InstantRange range =
                new InstantRange(parse("from", from, TimeLimits.BEGINNING), parse("to", to, TimeLimits.END));
        if (range.to.isBefore(range.from)) {
            throw ProblemException.invalid("to", "must not be before from");
        }
        return range;
    }

    private static Instant parse(String name, String text, Instant otherwise) {
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            Instant instant = text.length() == "2024-12-15".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            if (TimeLimits.admit(instant) || instant.equals(TimeLimits.END)) {
                return instant;
            }
        } catch (DateTimeException noInstant) {
            // told below
        }
        throw ProblemException.invalid(name, "must be like 2024-12-15 or 2024-12-15T10:30:00Z, from 2000 to 2099");
    }
}
