// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.config;

import java.math.BigDecimal;
import org.eclipse.microprofile.config.spi.Converter;

/** A setting that is a decimal, 0 or above: an amount of tokens, a rate, a factor. */
public final class Decimal implements Converter<BigDecimal> {

    @Override
    public BigDecimal convert(String value) {
        if (value.isBlank()) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(value.strip());
            if (number.signum() >= 0) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // told below
        }
        throw new IllegalArgumentException("must be a decimal number, 0 or above");
    }
}
