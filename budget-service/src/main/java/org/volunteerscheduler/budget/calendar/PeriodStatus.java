// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.calendar;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.volunteerscheduler.platform.run.RunStatus;

/** What became of a period. */
public enum PeriodStatus {
    /** It is not over. */
    UPCOMING,
    /** It is over, and nobody triggered its run. */
    MISSED,
    RUNNING,
    COMPLETED,
    FAILED;

    static PeriodStatus of(RunStatus run) {
        return switch (run) {
            case RUNNING -> RUNNING;
            case COMPLETED -> COMPLETED;
            case FAILED -> FAILED;
        };
    }

    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
