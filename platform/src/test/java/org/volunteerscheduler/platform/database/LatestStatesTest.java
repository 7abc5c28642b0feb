// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.contracts.MultiplierChanged.Multiplier;

class LatestStatesTest {

    private static final Instant NOON = Instant.parse("2024-12-15T12:00:00Z");

    @Test
    void ofSeveralStatesTheLatestToTheNanosecondHoldsWhateverTheirOrder() {
        Multiplier early = new Multiplier(1, BigDecimal.ONE, NOON.plusNanos(100));
        Multiplier late = new Multiplier(1, BigDecimal.TWO, NOON.plusNanos(900));
        Multiplier other = new Multiplier(2, BigDecimal.TEN, NOON);
        assertThat(LatestStates.latest(List.of(early, other, late))).containsExactly(late, other);
        assertThat(LatestStates.latest(List.of(late, early, other))).containsExactly(late, other);
    }

    @Test
    void ofEquallyLateStatesTheSameOneHoldsWhateverTheirOrder() {
        Multiplier one = new Multiplier(1, BigDecimal.ONE, NOON);
        Multiplier two = new Multiplier(1, BigDecimal.TWO, NOON);
        assertThat(LatestStates.latest(List.of(one, two)))
                .hasSize(1)
                .containsExactlyElementsOf(LatestStates.latest(List.of(two, one)));
    }
}
