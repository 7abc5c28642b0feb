package org.volunteerscheduler.platform.config;

import java.util.Arrays;
import org.eclipse.microprofile.config.spi.Converter;

/** A setting that keeps somebody out, so it must not be guessed. Its value is in no message. */
public final class Secret implements Converter<String> {

    private static final int LEAST_CHARACTERS = 12;

    @Override
    public String convert(String value) {
        if (value.isBlank()) {
            return null;
        }
        if (value.strip().length() < LEAST_CHARACTERS) {
            throw new IllegalArgumentException("must have at least " + LEAST_CHARACTERS + " characters");
        }
        return value;
    }

    /** One, or several separated by commas while they are being rotated. */
    public static final class Rotated implements Converter<String> {

        private static final Secret EACH = new Secret();

        @Override
        public String convert(String value) {
            long secrets = Arrays.stream(value.split(","))
                    .filter(secret -> EACH.convert(secret) != null)
                    .count();
            return secrets == 0 ? null : value;
        }
    }
}
