// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.config;

import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * A setting that keeps somebody out, as {@link SecretText} reads it: any printable characters. An empty one is as good as
 * missing. Its value is in no message.
 */
public final class Secret implements Converter<String> {

    /** What bytes become that are not UTF-8. */
    private static final String UNREADABLE = "\uFFFD";

    @Override
    public String convert(String value) {
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("must not contain control characters, such as a line end within it");
        }
        if (value.contains(UNREADABLE)) {
            throw new IllegalArgumentException("must be text in UTF-8");
        }
        return value.isEmpty() ? null : value;
    }

    /**
     * One, or several separated by commas while they are being rotated; any of them holds.
     *
     * @param secrets at least one
     */
    public record Rotated(List<String> secrets) {

        /** An empty one between commas is none. */
        public static final class Reader implements Converter<Rotated> {

            @Override
            public Rotated convert(String value) {
                List<String> secrets = Arrays.stream(value.split(","))
                        .map(SecretText::cut)
                        .filter(secret -> !secret.isEmpty())
                        .map(new Secret()::convert)
                        .toList();
                return secrets.isEmpty() ? null : new Rotated(secrets);
            }
        }
    }
}
