// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultiplierFormulaTest {

    private static final Instant AS_OF = Instant.parse("2024-12-15T02:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final long TEN_YEARS_MICROS = 315_360_000_000_000L;
    private static final MultiplierFormula FORMULA = new MultiplierFormula(new BigDecimal("3.0"));

    @ParameterizedTest
    @CsvSource({"3, 25, 4, PT0S, 1.3800", "3, 25, 4, P21D, 1.2000", "1, 60, 4, PT0S, 1.2800", "1, 60, 4, PT252H, 1.1852"
    })
    void theExamplesOfTheRulesHold(int level, int approved, int downline, Duration inactive, BigDecimal multiplier) {
        assertThat(multiplier(level, approved, downline, inactive)).isEqualTo(multiplier);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.00",
        "9, 0.00",
        "10, 0.05",
        "19, 0.05",
        "20, 0.10",
        "29, 0.10",
        "30, 0.13",
        "39, 0.13",
        "40, 0.16",
        "49, 0.16",
        "50, 0.19",
        "59, 0.19",
        "60, 0.20",
        "69, 0.20",
        "70, 0.21",
        "100, 0.24",
        "1000, 1.14"
    })
    void everyTenApprovedTasksCountLessThanThoseBefore(int approved, BigDecimal activity) {
        assertThat(explain(1, approved, 0, Duration.ZERO).activity()).isEqualTo(activity);
        assertThat(multiplier(1, approved, 0, Duration.ZERO)).isEqualByComparingTo(activity.add(BigDecimal.ONE));
    }

    /** As the rules write it, case by case. */
    @Test
    void theActivityPartIsThatOfTheRulesForEveryCountUpToAThousand() {
        for (int approved = 0; approved <= 1000; approved++) {
            int g = approved / 10;
            BigDecimal expected =
                    switch (g) {
                        case 0 -> BigDecimal.ZERO;
                        case 1, 2 -> new BigDecimal("0.05").multiply(BigDecimal.valueOf(g));
                        case 3, 4, 5 ->
                            new BigDecimal("0.10").add(new BigDecimal("0.03").multiply(BigDecimal.valueOf(g - 2)));
                        default ->
                            new BigDecimal("0.19").add(new BigDecimal("0.01").multiply(BigDecimal.valueOf(g - 5)));
                    };
            assertThat(explain(1, approved, 0, Duration.ZERO).activity()).isEqualByComparingTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1.0000", "1, 1.0200", "9, 1.1800", "10, 1.2000", "11, 1.2000", "100000, 1.2000"})
    void tenActiveMembersOfTheDownlineCountAtMost(int downline, BigDecimal multiplier) {
        assertThat(multiplier(1, 0, downline, Duration.ZERO)).isEqualTo(multiplier);
    }

    @ParameterizedTest
    @CsvSource({"1, 1.0000", "2, 1.1000", "20, 2.9000", "21, 3.0000", "22, 3.0000", "1000, 3.0000"})
    void aTenthIsForEachLevelUpToTheCap(int level, BigDecimal multiplier) {
        assertThat(multiplier(level, 0, 0, Duration.ZERO)).isEqualTo(multiplier);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-P1D", "PT0S", "PT1S", "P6D", "P7D"})
    void upToExactlySevenDaysNothingDecays(Duration inactive) {
        assertThat(multiplier(1, 60, 4, inactive)).isEqualTo("1.2800");
        assertThat(explain(1, 60, 4, inactive).decayFactor()).isEqualByComparingTo("1");
    }

    @Test
    void aMicrosecondLaterAWholeWeekHasDecayed() {
        Duration inactive = WEEK.plus(Duration.ofNanos(1_000));
        assertThat(multiplier(1, 60, 4, inactive)).isEqualTo("1.2160");
        assertThat(explain(1, 60, 4, inactive).decayFactor()).isEqualByComparingTo("0.95");
    }

    @Test
    void whoNeverWasActiveDoesNotDecay() {
        VolunteerActivity never = new VolunteerActivity(3, 0, 4, null);
        assertThat(FORMULA.multiplier(never, AS_OF)).isEqualTo("1.2800");
        assertThat(FORMULA.explain(never, AS_OF).decayFactor()).isEqualByComparingTo("1");
    }

    /** 1.28 × 0.95^4 = 1.04256800 lies above the floor of 1, 1.28 × 0.95^5 = 0.9904396 under it. */
    @ParameterizedTest
    @CsvSource({"P28D, 1.0426", "P35D, 1.0000", "P36500D, 1.0000"})
    void decayEndsAtTheFloor(Duration inactive, BigDecimal multiplier) {
        assertThat(multiplier(1, 60, 4, inactive)).isEqualTo(multiplier);
    }

    @Test
    void theCapHoldsAfterTheDecayNotBefore() {
        // 3.1 × 0.95 = 2.945 has come down under the cap; 3.4 × 0.95 = 3.23 has not.
        assertThat(multiplier(18, 60, 15, WEEK.plusNanos(1_000))).isEqualTo("2.9450");
        assertThat(multiplier(23, 60, 0, WEEK.plusNanos(1_000))).isEqualTo("3.0000");
    }

    @Test
    void aCapUnderTheFloorWins() {
        assertThat(new MultiplierFormula(new BigDecimal("1.5"))
                        .multiplier(new VolunteerActivity(10, 0, 0, AS_OF), AS_OF))
                .isEqualTo("1.5000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.99", "0", "-1", "1000.01"})
    void aCapThatMakesNoSenseIsRefused(BigDecimal cap) {
        assertThatThrownBy(() -> new MultiplierFormula(cap))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("VOLUNTEER_SCHEDULER_MAX_MULTIPLIER");
    }

    @Test
    void impossibleCountsAreRefused() {
        assertThatThrownBy(() -> new VolunteerActivity(0, 0, 0, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new VolunteerActivity(1, -1, 0, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new VolunteerActivity(1, 0, -1, null)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Whole weeks are exact decimals, so every digit of theirs can be checked, ties included. */
    @Property
    void wholeWeeksAreExactPowers(
            @ForAll @IntRange(min = 1, max = 30) int level,
            @ForAll @IntRange(max = 200) int approved,
            @ForAll @IntRange(max = 12) int downline,
            @ForAll @IntRange(min = 2, max = 600) int weeks) {
        ActivityMultiplier parts = explain(level, approved, downline, Duration.ZERO);
        BigDecimal decayed = parts.sum().multiply(new BigDecimal("0.95").pow(weeks));
        BigDecimal expected = decayed.max(parts.floor()).min(parts.cap()).setScale(4, RoundingMode.HALF_UP);
        assertThat(multiplier(level, approved, downline, WEEK.multipliedBy(weeks)))
                .isEqualTo(expected);
    }

    @Property
    void betweenTheWeeksItIsTheRealPower(@ForAll @LongRange(max = TEN_YEARS_MICROS) long micros) {
        Duration inactive = WEEK.plus(Duration.ofNanos(1_000 + micros * 1_000));
        double factor = StrictMath.pow(0.95, inactive.toMillis() / (double) WEEK.toMillis());
        assertThat(InactivityDecay.factor(inactive).doubleValue()).isCloseTo(factor, within(1e-9));
        assertThat(InactivityDecay.estimatedFactor(inactive))
                .isCloseTo(InactivityDecay.factor(inactive).doubleValue(), within(1e-13));
    }

    /** The fast way and the exact way must never differ, not in the last digit. */
    @Property(tries = 20_000)
    void theNumberAloneIsTheNumberThatIsExplained(
            @ForAll @IntRange(min = 1, max = 1000) int level,
            @ForAll @IntRange(max = 2000) int approved,
            @ForAll @IntRange(max = 20) int downline,
            @ForAll @LongRange(max = TEN_YEARS_MICROS / 40) long micros) {
        VolunteerActivity volunteer =
                new VolunteerActivity(level, approved, downline, AS_OF.minus(Duration.ofNanos(micros * 1_000)));
        MultiplierFormula formula = new MultiplierFormula(BigDecimal.valueOf(1000));
        assertThat(formula.multiplier(volunteer, AS_OF))
                .isEqualTo(formula.explain(volunteer, AS_OF).multiplier());
    }

    @Property
    void itLiesBetweenFloorAndCap(
            @ForAll @IntRange(min = 1, max = 1000) int level,
            @ForAll @IntRange(max = 5000) int approved,
            @ForAll @IntRange(max = 100) int downline,
            @ForAll @LongRange(max = TEN_YEARS_MICROS) long micros) {
        Duration inactive = Duration.ofNanos(micros * 1_000);
        ActivityMultiplier explained = explain(level, approved, downline, inactive);
        assertThat(explained.multiplier())
                .isGreaterThanOrEqualTo(explained.floor().min(explained.cap()))
                .isLessThanOrEqualTo(explained.cap());
        assertThat(explained.multiplier().scale()).isEqualTo(4);
    }

    @Property
    void moreApprovedTasksOrActiveMembersNeverLowerIt(
            @ForAll @IntRange(min = 1, max = 40) int level,
            @ForAll @IntRange(max = 500) int approved,
            @ForAll @IntRange(max = 12) int downline,
            @ForAll @LongRange(max = TEN_YEARS_MICROS / 40) long micros,
            @ForAll @IntRange(max = 100) int more) {
        Duration inactive = Duration.ofNanos(micros * 1_000);
        assertThat(multiplier(level, approved + more, downline, inactive))
                .isGreaterThanOrEqualTo(multiplier(level, approved, downline, inactive));
        assertThat(multiplier(level, approved, downline + more, inactive))
                .isGreaterThanOrEqualTo(multiplier(level, approved, downline, inactive));
    }

    @Property
    void longerInactivityNeverRaisesIt(
            @ForAll @LongRange(max = TEN_YEARS_MICROS / 40) long micros,
            @ForAll @LongRange(max = TEN_YEARS_MICROS / 40) long more) {
        assertThat(multiplier(2, 75, 8, Duration.ofNanos((micros + more) * 1_000)))
                .isLessThanOrEqualTo(multiplier(2, 75, 8, Duration.ofNanos(micros * 1_000)));
    }

    private static BigDecimal multiplier(int level, int approved, int downline, Duration inactive) {
        return FORMULA.multiplier(volunteer(level, approved, downline, inactive), AS_OF);
    }

    private static ActivityMultiplier explain(int level, int approved, int downline, Duration inactive) {
        return FORMULA.explain(volunteer(level, approved, downline, inactive), AS_OF);
    }

    private static VolunteerActivity volunteer(int level, int approved, int downline, Duration inactive) {
        return new VolunteerActivity(level, approved, downline, AS_OF.minus(inactive));
    }
}
