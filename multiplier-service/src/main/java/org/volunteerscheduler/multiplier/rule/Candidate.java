// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.rule;

import java.math.BigDecimal;

/**
 * A volunteer whose multiplier is due, with what is known of the present one.
 *
 * @param superseded whether another run, with the same or a later instant, decides on the multiplier
 * @param known null if there is none yet
 */
public record Candidate(long userId, VolunteerActivity activity, boolean superseded, Known known) {

    /** The present multiplier and what went into it. */
    public record Known(BigDecimal multiplier, VolunteerActivity activity) {}

    /** Whether this is another number than before. */
    public boolean isChange(BigDecimal multiplier) {
        BigDecimal before = known == null ? MultiplierFormula.NEVER_COMPUTED : known.multiplier;
        return multiplier.compareTo(before) != 0;
    }

    /** Whether there is anything to write: another number, or another explanation of the same. */
    public boolean isNews(BigDecimal multiplier) {
        return known == null || isChange(multiplier) || !known.activity.equals(activity);
    }
}
