// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.sale;

import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.util.Locale;

/** How far a sale has come. */
public enum SaleStatus {
    AWAITING_VOLUNTEER,
    SETTLED,
    PARTIALLY_REFUNDED,
    REFUNDED;

    /** Of a sale that is settled. */
    static SaleStatus of(BigDecimal amount, BigDecimal refunded) {
        if (refunded.signum() == 0) {
            return SETTLED;
        }
        return refunded.compareTo(amount) < 0 ? PARTIALLY_REFUNDED : REFUNDED;
    }

    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
