// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.config;

import org.eclipse.microprofile.config.spi.Converter;

/** A setting that is {@code true} or {@code false}. The usual converter takes every word it does not know for false. */
public final class Switch implements Converter<Boolean> {

    @Override
    public Boolean convert(String value) {
        return switch (value.strip()) {
            case "" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }
}
