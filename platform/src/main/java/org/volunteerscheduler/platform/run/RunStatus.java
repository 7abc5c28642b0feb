// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;

/** How far a run has come. */
public enum RunStatus {
    RUNNING,
    COMPLETED,
    /** Part of it failed, and nobody has resumed it yet. */
    FAILED;

    /**
     * @param finishedAt null until it is completed
     * @param failure why a part failed that was not resumed; null if none did
     */
    public static RunStatus of(Instant finishedAt, String failure) {
        if (finishedAt != null) {
            return COMPLETED;
        }
        return failure == null ? RUNNING : FAILED;
    }

    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
