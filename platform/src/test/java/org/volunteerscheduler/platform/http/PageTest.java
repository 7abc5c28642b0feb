// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

    @Test
    void thePageBeforeTheLastLeadsOnAndTheLastDoesNot() {
        Page<Integer> page = Page.of(List.of(9, 8, 7), 2, String::valueOf);
        assertThat(page.items()).containsExactly(9, 8);
        assertThat(Page.<Integer>position(page.nextCursor(), Integer::valueOf)).isEqualTo(8);
        assertThat(Page.of(List.of(7), 2, String::valueOf).nextCursor()).isNull();
        assertThat(Page.of(List.of(8, 7), 2, String::valueOf).nextCursor()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            value = {"NULL, 50", "1, 1", "1000, 1000"},
            nullValues = "NULL")
    void aLimitIsFromOneToAThousand(String asked, int limit) {
        assertThat(Page.limit(asked)).isEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "x", "", "99999999999"})
    void anotherLimitIsRefused(String asked) {
        assertThatThrownBy(() -> Page.limit(asked)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "x", "9223372036854775808"})
    void whatIsNoIdIsRefused(String asked) {
        assertThatThrownBy(() -> Page.id("user_id", asked)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "eA", "%%%"})
    void aCursorThatIsNotOursIsRefused(String cursor) {
        assertThatThrownBy(() -> Page.<Integer>position(cursor, Integer::valueOf))
                .isInstanceOf(ProblemException.class);
    }
}
