// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.time.Instant;
import org.jetbrains.annotations.Nullable;
import org.volunteerscheduler.platform.run.Run;
import org.volunteerscheduler.platform.run.RunStatus;

/**
 * A run as it is shown, also while it is under way.
 *
 * @param organizationId or null for all organizations
 * @param changed volunteers whose multiplier is another number than before
 * @param superseded volunteers whose multiplier was left alone, since a run with a later {@code asOf} decides on it
 * @param finishedAt null unless completed
 * @param failure why a part failed; null unless failed
 */
public record MultiplierRun(
        long id,
        @Nullable Long organizationId,
        Instant asOf,
        RunStatus status,
        long volunteersTotal,
        long volunteersDone,
        long changed,
        long superseded,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String failure,
        @JsonIgnore boolean manual,
        @JsonIgnore BigDecimal maxMultiplier)
        implements Run {}
