package org.volunteerscheduler.platform.config;

import java.util.Arrays;
import org.eclipse.microprofile.config.spi.Converter;

/** A setting that keeps somebody out: blank is as good as missing. Its value is in no message. */
public final class Secret implements Converter<String> {

    @Override
    public String convert(String value) {
        return value.isBlank() ? null : value;
    }

    /** One, or several separated by commas while they are being rotated. */
    public static final class Rotated implements Converter<String> {

        @Override
        public String convert(String value) {
            return Arrays.stream(value.split(",")).allMatch(String::isBlank) ? null : value;
        }
    }
}
