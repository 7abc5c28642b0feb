// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.volunteerscheduler.commission.rule.CommissionSchedule.Commission;
import org.volunteerscheduler.commission.rule.ReferralChain.Member;

class CommissionScheduleTest {

    private static final List<BigDecimal> RATES = decimals("0.10", "0.08", "0.06", "0.04", "0.02");
    private static final CommissionSchedule SCHEDULE =
            new CommissionSchedule(RATES, new BigDecimal("0.01"), Optional.empty());
    private static final CommissionSchedule MULTIPLIED =
            new CommissionSchedule(RATES, new BigDecimal("0.01"), Optional.of(new BigDecimal("3.0")));

    @Test
    void theExamplesOfTheRulesHold() {
        assertThat(SCHEDULE.split(new BigDecimal("100.50"), chain(4, "1")))
                .extracting(Commission::amount)
                .containsExactlyElementsOf(decimals("10.05", "8.04", "6.03", "4.02"));
        assertThat(SCHEDULE.split(new BigDecimal("0.12"), chain(4, "1")))
                .extracting(Commission::level, Commission::amount)
                .containsExactly(
                        tuple(1, new BigDecimal("0.01")),
                        tuple(2, new BigDecimal("0.01")),
                        tuple(3, new BigDecimal("0.01")));
    }

    @ParameterizedTest
    @CsvSource({"0.04, 0.00", "0.05, 0.01", "0.14, 0.01", "0.15, 0.02", "0.049999, 0.00", "99.95, 10.00"})
    void tenPercentRoundsHalfUpToAHundredth(BigDecimal sale, BigDecimal earned) {
        assertThat(sum(SCHEDULE.split(sale, chain(1, "1")))).isEqualByComparingTo(earned);
    }

    @Test
    void aLevelUnderTheMinimumMovesNobodyUp() {
        CommissionSchedule schedule =
                new CommissionSchedule(decimals("0.01", "0.10"), new BigDecimal("1.00"), Optional.empty());
        assertThat(schedule.split(new BigDecimal("50"), chain(2, "1")))
                .extracting(Commission::level, Commission::userId)
                .containsExactly(tuple(2, 102L));
    }

    @Test
    void aMultiplierIsCappedAndStoredWithItsCommission() {
        Commission commission =
                MULTIPLIED.split(new BigDecimal("100"), chain(1, "7.5")).getFirst();
        assertThat(commission.multiplier()).isEqualByComparingTo("3.0");
        assertThat(commission.amount()).isEqualByComparingTo("30.00");
    }

    @Property
    void aSplitNeverExceedsTheSale(
            @ForAll @BigRange(min = "0.00000001", max = "100000000") @Scale(8) BigDecimal sale,
            @ForAll @IntRange(max = 8) int chainLength) {
        assertThat(sum(SCHEDULE.split(sale, chain(chainLength, "1")))).isLessThanOrEqualTo(sale);
    }

    @Property
    void aSplitIsAtMostOneCommissionOfTwoDecimalsALevel(
            @ForAll @BigRange(min = "0.00000001", max = "100000000") @Scale(8) BigDecimal sale,
            @ForAll @IntRange(max = 8) int chainLength,
            @ForAll @BigRange(min = "0", max = "9") @Scale(4) BigDecimal multiplier) {
        List<Commission> split = MULTIPLIED.split(sale, chain(chainLength, multiplier.toPlainString()));
        assertThat(split).hasSizeLessThanOrEqualTo(Math.min(5, chainLength)).allSatisfy(commission -> {
            assertThat(commission.amount().scale()).isEqualTo(2);
            assertThat(commission.amount()).isPositive();
            assertThat(commission.userId()).isEqualTo(100 + commission.level());
        });
        // Nine tenths at the highest multiplier, and each level may round up by half a hundredth.
        assertThat(sum(split))
                .isLessThanOrEqualTo(sale.multiply(new BigDecimal("0.9")).add(new BigDecimal("0.025")));
    }

    private static BigDecimal sum(List<Commission> split) {
        return split.stream().map(Commission::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void nonsenseIsNoSchedule() {
        assertThatThrownBy(() -> new CommissionSchedule(List.of(), BigDecimal.ONE, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CommissionSchedule(decimals("0.6", "0.5"), BigDecimal.ONE, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CommissionSchedule(decimals("-0.1"), BigDecimal.ONE, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ReferralChain chain(int referrers, String multiplier) {
        Member buyer = member(100, multiplier);
        return new ReferralChain(
                buyer,
                LongStream.rangeClosed(101, 100L + referrers)
                        .mapToObj(id -> member(id, multiplier))
                        .toList(),
                false,
                OptionalLong.empty());
    }

    private static Member member(long id, String multiplier) {
        return new Member(id, Instant.EPOCH, new BigDecimal(multiplier));
    }

    private static List<BigDecimal> decimals(String... texts) {
        return Arrays.stream(texts).map(BigDecimal::new).toList();
    }
}
