// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantRangeTest {

    @Test
    void anEndIsAnInstantWithZoneOrADayInUtcOrOpen() {
        InstantRange range = InstantRange.of("2024-12-15T10:30:00+02:00", "2024-12-16");
        assertThat(range.from()).isEqualTo("2024-12-15T08:30:00Z");
        assertThat(range.to()).isEqualTo("2024-12-16T00:00:00Z");
        assertThat(InstantRange.of(null, "").from()).isBefore(Instant.parse("2000-01-02T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2024-13-01",
                "2024-12-15T10:30:00",
                "1734258600",
                "1999-12-31",
                "2100-01-02",
                "+999999999-12-31T23:59:59-18:00",
                "-999999999-01-01T00:00:00+18:00"
            })
    void anotherEndIsRefused(String text) {
        assertThatThrownBy(() -> InstantRange.of(text, null)).isInstanceOf(ProblemException.class);
    }

    @Test
    void anEndBeforeTheBeginningIsRefused() {
        assertThatThrownBy(() -> InstantRange.of("2024-12-16", "2024-12-15")).isInstanceOf(ProblemException.class);
    }
}
