// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** When anything here may have happened: from 2000 to 2099. The databases and the calendar hold less than a text can name. */
public final class TimeLimits {

    /** Inclusive. */
    public static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");
    /** Exclusive. */
    public static final Instant END = Instant.parse("2100-01-01T00:00:00Z");

    private TimeLimits() {}

    /** @throws DateTimeException if the text is no instant of these */
    public static Instant parse(String text) {
        Instant instant = OffsetDateTime.parse(text).toInstant();
        if (!admit(instant)) {
            throw new DateTimeException("not from 2000 to 2099: " + text);
        }
        return instant;
    }

    public static boolean admit(Instant instant) {
        return !instant.isBefore(BEGINNING) && instant.isBefore(END);
    }
}
