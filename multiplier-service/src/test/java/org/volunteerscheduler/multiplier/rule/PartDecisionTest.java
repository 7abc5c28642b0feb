// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartDecisionTest {

    private static final Instant AS_OF = Instant.parse("2024-12-15T02:00:00Z");
    private static final MultiplierFormula FORMULA = new MultiplierFormula(new BigDecimal("3.0"));

    /** Level 3, nothing else: 1.2. */
    private static final VolunteerActivity LEVEL_3 = new VolunteerActivity(3, 0, 0, null);

    private static final BigDecimal OF_LEVEL_3 = new BigDecimal("1.2000");

    @Test
    void aVolunteerWithoutAMultiplierGetsOne() {
        PartDecision decision = decide(new Candidate(5, LEVEL_3, false, null));

        assertThat(decision.computed()).containsExactly(new ComputedMultiplier(5, OF_LEVEL_3, LEVEL_3, true));
        assertThat(decision.changed()).isEqualTo(1);
    }

    @Test
    void aFirstMultiplierOfOneIsWrittenButNoChange() {
        VolunteerActivity nothing = new VolunteerActivity(1, 0, 0, null);
        PartDecision decision = decide(new Candidate(5, nothing, false, null));

        assertThat(decision.computed()).hasSize(1);
        assertThat(decision.changed()).isZero();
    }

    @Test
    void whatIsTheSameAsBeforeIsNotWritten() {
        PartDecision decision = decide(new Candidate(5, LEVEL_3, false, new Candidate.Known(OF_LEVEL_3, LEVEL_3)));

        assertThat(decision.computed()).isEmpty();
        assertThat(decision.volunteers()).isEqualTo(1);
    }

    @Test
    void anotherExplanationOfTheSameMultiplierIsWrittenButNoChange() {
        VolunteerActivity nineTasks = new VolunteerActivity(3, 9, 0, null);
        PartDecision decision = decide(new Candidate(5, nineTasks, false, new Candidate.Known(OF_LEVEL_3, LEVEL_3)));

        assertThat(decision.computed()).containsExactly(new ComputedMultiplier(5, OF_LEVEL_3, nineTasks, false));
        assertThat(decision.changed()).isZero();
    }

    @Test
    void whatALaterRunDecidesOnIsLeftAlone() {
        PartDecision decision = decide(new Candidate(5, LEVEL_3, true, null), new Candidate(6, LEVEL_3, false, null));

        assertThat(decision.computed()).extracting(ComputedMultiplier::userId).containsExactly(6L);
        assertThat(decision.superseded()).isEqualTo(1);
        assertThat(decision.volunteers()).isEqualTo(2);
    }

    private static PartDecision decide(Candidate... candidates) {
        return PartDecision.of(List.of(candidates), FORMULA, AS_OF);
    }
}
