// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.rule;

import java.time.Instant;

/**
 * What a volunteer's multiplier depends on, as of an instant.
 *
 * @param level from 1
 * @param approvedTasks approved assignments reviewed within the {@link ActivityWindow}
 * @param activeDownline members of the downline, levels 1 to 5, whose last activity is after the window's start
 * @param lastActivityAt the later of the volunteer's own and the latest approved review up to the instant; null if there
 *     is neither
 */
public record VolunteerActivity(int level, int approvedTasks, int activeDownline, Instant lastActivityAt) {

    /** @throws IllegalArgumentException if the level is below 1 or a count negative */
    public VolunteerActivity {
        if (level < 1 || approvedTasks < 0 || activeDownline < 0) {
            throw new IllegalArgumentException(
                    "level " + level + ", " + approvedTasks + " tasks, " + activeDownline + " active in the downline");
        }
    }
}
