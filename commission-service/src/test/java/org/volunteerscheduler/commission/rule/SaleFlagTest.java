// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.volunteerscheduler.commission.rule.ReferralChain.Member;
import org.volunteerscheduler.commission.rule.SaleFlag.Total;

class SaleFlagTest {

    private static final Instant SOLD_AT = Instant.parse("2024-12-15T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"9, false", "10, true", "11, true"})
    void moreThanTenSalesInAnHourAreRapid(int others, boolean flagged) {
        assertThat(flags("1", others, Total.NONE, chain(false, OptionalLong.empty()))
                        .contains(SaleFlag.RAPID_SALES))
                .isEqualTo(flagged);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 0, 0, false",
        "1000.01, 0, 0, true",
        "50, 2, 10, false",
        "50.01, 2, 10, true",
        "100, 3, 30, false"
    })
    void moreThanTenTimesTheAverageIsUnusual(String amount, long sales, BigDecimal sum, boolean flagged) {
        assertThat(flags(amount, 0, new Total(sales, sum), chain(false, OptionalLong.empty()))
                        .contains(SaleFlag.UNUSUAL_AMOUNT))
                .isEqualTo(flagged);
    }

    @Test
    void aCircleAndAGapAreFlagged() {
        assertThat(flags("1", 0, Total.NONE, chain(true, OptionalLong.empty())))
                .containsExactly(SaleFlag.CIRCULAR_CHAIN);
        assertThat(flags("1", 0, Total.NONE, chain(false, OptionalLong.of(9)))).containsExactly(SaleFlag.BROKEN_CHAIN);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, true", "PT23H59M59S, true", "PT24H, false", "-PT1S, false"})
    void moreThanTwoWhoRegisteredWithinADayAreFresh(Duration before, boolean flagged) {
        ReferralChain three =
                chain(false, OptionalLong.empty(), SOLD_AT.minus(before), SOLD_AT.minus(before), SOLD_AT.minus(before));
        assertThat(flags("1", 0, Total.NONE, three).contains(SaleFlag.FRESH_CHAIN))
                .isEqualTo(flagged);
    }

    @Test
    void twoWhoRegisteredWithinADayAreNot() {
        ReferralChain chain = chain(false, OptionalLong.empty(), SOLD_AT, SOLD_AT, Instant.EPOCH);
        assertThat(flags("1", 0, Total.NONE, chain)).isEmpty();
    }

    private static Set<SaleFlag> flags(String amount, int others, Total total, ReferralChain chain) {
        return SaleFlag.of(new BigDecimal(amount), SOLD_AT, others, total, chain);
    }

    private static ReferralChain chain(boolean circular, OptionalLong missing, Instant... registered) {
        List<Member> members = IntStream.range(0, registered.length)
                .mapToObj(i -> new Member(i + 1, registered[i], BigDecimal.ONE))
                .toList();
        return members.isEmpty()
                ? new ReferralChain(new Member(1, Instant.EPOCH, BigDecimal.ONE), List.of(), circular, missing)
                : new ReferralChain(members.getFirst(), members.subList(1, members.size()), circular, missing);
    }
}
