// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.rule;

import java.time.Duration;
import java.time.Instant;

/**
 * The 30 days up to an instant: (start, asOf]. What happened exactly 30 days before is outside.
 *
 * <p>Source: rules.md, Activity multiplier.
 */
public record ActivityWindow(Instant asOf) {

    private static final Duration LENGTH = Duration.ofDays(30);

    /** Exclusive. */
    public Instant start() {
        return asOf.minus(LENGTH);
    }
}
