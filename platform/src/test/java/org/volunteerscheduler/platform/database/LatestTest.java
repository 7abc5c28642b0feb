package org.volunteerscheduler.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatestTest {

    private record Fact(long id, String state, Instant updatedAt) {}

    private static final Instant NOON = Instant.parse("2024-12-15T12:00:00Z");

    @Test
    void ofSeveralStatesTheLatestHoldsWhateverTheirOrder() {
        Fact early = new Fact(1, "early", NOON);
        Fact late = new Fact(1, "late", NOON.plusSeconds(1));
        Fact other = new Fact(2, "other", NOON);
        assertThat(Latest.of(List.of(early, other, late), Fact::id, Fact::updatedAt))
                .containsExactly(late, other);
        assertThat(Latest.of(List.of(late, early, other), Fact::id, Fact::updatedAt))
                .containsExactly(late, other);
    }

    @Test
    void ofEquallyLateStatesTheFirstHolds() {
        Fact first = new Fact(1, "first", NOON);
        Fact second = new Fact(1, "second", NOON);
        assertThat(Latest.of(List.of(first, second), Fact::id, Fact::updatedAt)).containsExactly(first);
    }
}
