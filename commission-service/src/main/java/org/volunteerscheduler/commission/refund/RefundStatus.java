// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.refund;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a refund has come. */
public enum RefundStatus {
    AWAITING_SALE,
    APPLIED,
    REFUSED;

    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
