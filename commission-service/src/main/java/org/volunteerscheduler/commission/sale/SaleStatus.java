package org.volunteerscheduler.commission.sale;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a sale has come. */
public enum SaleStatus {
    AWAITING_VOLUNTEER,
    SETTLED;

    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
