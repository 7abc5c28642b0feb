// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.config;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.DateTimeException;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** A setting that is a duration above 0: {@code PT10S}, or short {@code 10s}. */
public final class PositiveDuration implements Converter<Duration> {

    @Override
    public Duration convert(String value) {
        try {
            Duration duration = DurationConverter.parseDuration(value.strip());
            if (duration == null || duration.isPositive()) {
                return duration;
            }
        } catch (IllegalArgumentException | DateTimeException noDuration) {
            // told below
        }
        throw new IllegalArgumentException("must be a duration above 0, like PT10S or 10s");
    }

    /** As {@link PositiveDuration}, where less than a second would count as none. */
    public static final class Seconds implements Converter<Duration> {

        @Override
        public Duration convert(String value) {
            Duration duration = new PositiveDuration().convert(value);
            if (duration != null && duration.toSeconds() < 1) {
                throw new IllegalArgumentException("must be at least PT1S");
            }
            return duration;
        }
    }
}
