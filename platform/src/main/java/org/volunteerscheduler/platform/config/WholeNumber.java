// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.config;

import org.eclipse.microprofile.config.spi.Converter;

/** A setting that is a whole number, 0 or above. */
public final class WholeNumber implements Converter<Integer> {

    @Override
    public Integer convert(String value) {
        return between(0, Integer.MAX_VALUE, value);
    }

    static Integer between(int min, int max, String value) {
        if (value.isBlank()) {
            return null;
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // told below
        }
        throw new IllegalArgumentException("must be a whole number from " + min + " to " + max);
    }

    /** As {@link WholeNumber}, but not 0. */
    public static final class Positive implements Converter<Integer> {
        @Override
        public Integer convert(String value) {
            return between(1, Integer.MAX_VALUE, value);
        }
    }
}
