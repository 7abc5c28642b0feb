// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.rule;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a part of a run decides on its volunteers.
 *
 * @param computed what is to be written: another number than before, or another explanation of the same
 * @param volunteers all of the part
 * @param superseded those of them whose multiplier is left alone, because a run with the same or a later instant decides
 *     on it
 */
public record PartDecision(List<ComputedMultiplier> computed, int volunteers, int superseded) {

    public static PartDecision of(List<Candidate> candidates, MultiplierFormula formula, Instant asOf) {
        List<ComputedMultiplier> computed = new ArrayList<>(candidates.size());
        int superseded = 0;
        for (Candidate candidate : candidates) {
            if (candidate.superseded()) {
                superseded++;
                continue;
            }
            BigDecimal multiplier = formula.multiplier(candidate.activity(), asOf);
            if (candidate.isNews(multiplier)) {
                computed.add(new ComputedMultiplier(
                        candidate.userId(), multiplier, candidate.activity(), candidate.isChange(multiplier)));
            }
        }
        return new PartDecision(computed, candidates.size(), superseded);
    }

    /** How many multipliers are another number than before. */
    public long changed() {
        return computed.stream().filter(ComputedMultiplier::changed).count();
    }
}
