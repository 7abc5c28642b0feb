package org.volunteerscheduler.multiplier.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A run as it is shown, also while it is under way.
 *
 * @param organizationId or null for all organizations
 * @param status {@code running}, {@code completed}, or {@code failed} while a part of it has failed and was not taken up
 *     again
 * @param changed volunteers whose multiplier is another number than before
 * @param superseded volunteers whose multiplier was left alone, since a run with a later {@code asOf} decides on it
 * @param finishedAt null unless completed
 * @param failure why a part failed; null unless failed
 */
public record MultiplierRun(
        long id,
        Long organizationId,
        Instant asOf,
        String status,
        long volunteersTotal,
        long volunteersDone,
        long changed,
        long superseded,
        Instant startedAt,
        Instant finishedAt,
        String failure,
        @JsonIgnore boolean byPerson,
        @JsonIgnore BigDecimal maxMultiplier) {

    static final String RUNNING = "running";
    static final String COMPLETED = "completed";
    static final String FAILED = "failed";

    @JsonIgnore
    public boolean isCompleted() {
        return status.equals(COMPLETED);
    }

    @JsonIgnore
    public boolean isFailed() {
        return status.equals(FAILED);
    }
}
