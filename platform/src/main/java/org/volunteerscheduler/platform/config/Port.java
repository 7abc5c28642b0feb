// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.config;

import org.eclipse.microprofile.config.spi.Converter;

/** A setting that is a TCP port. */
public final class Port implements Converter<Integer> {

    private static final int HIGHEST = 65_535;

    @Override
    public Integer convert(String value) {
        return WholeNumber.between(1, HIGHEST, value);
    }
}
