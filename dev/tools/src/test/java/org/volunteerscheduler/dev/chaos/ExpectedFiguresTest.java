// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.dev.chaos.ExpectedCommissions.Commission;
import org.volunteerscheduler.dev.system.Refund;
import org.volunteerscheduler.dev.system.Sale;

/** The fault test's own computation, by the examples of rules.md. */
class ExpectedFiguresTest {

    private static final Instant NOW = Instant.parse("2024-12-15T10:30:00Z");

    @Test
    void aSaleOf100And50PaysTheFourWhoAreThere() {
        assertThat(commissions("100.50", 5, 4, 3, 2, 1)).containsExactly("4 10.05", "3 8.04", "2 6.03", "1 4.02");
    }

    @Test
    void aCommissionUnderAHundredthIsNotPaid() {
        assertThat(commissions("0.12", 5, 4, 3, 2, 1)).containsExactly("4 0.01", "3 0.01", "2 0.01");
    }

    @Test
    void aCircleEndsBeforeItMeetsTheBuyerAgain() {
        assertThat(commissions("10", 2, 1, 2)).containsExactly("1 1.00");
    }

    @Test
    void atMostFiveLevelsArePaid() {
        assertThat(commissions("10", 7, 6, 5, 4, 3, 2, 1)).hasSize(5);
    }

    /** The two examples of the rules: refunds of 33.50, 67.00, 0.05, and 0.07 in two parts. */
    @ParameterizedTest
    @CsvSource({
        "100.50, 10.05, 33.50, -3.35",
        "100.50, 10.05, 100.50, -10.05",
        "0.12, 0.01, 0.05, 0.00",
        "0.12, 0.01, 0.07, -0.01"
    })
    void whatARefundTakesBackIsThatOfTheExamples(
            BigDecimal amount, BigDecimal paid, BigDecimal refunded, BigDecimal reversed) {
        Sale sale = new Sale(5, amount, "tx", "SCICENT", NOW);
        assertThat(ExpectedRefunds.reversed(sale, List.of(new Commission(1, 4, paid)), refunded)
                        .getOrDefault(1, new BigDecimal("0.00")))
                .isEqualTo(reversed);
    }

    @Test
    void aRefundOfMoreThanIsLeftAddsNothing() {
        Sale sale = new Sale(5, new BigDecimal("10"), "tx", "SCICENT", NOW);
        assertThat(ExpectedRefunds.refunded(
                        sale, List.of(refund("6", "SCICENT"), refund("6", "SCICENT"), refund("4", "EUR"))))
                .isEqualByComparingTo("6");
        assertThat(ExpectedRefunds.refunded(sale, List.of(refund("6", "SCICENT"), refund(null, "SCICENT"))))
                .isEqualByComparingTo("10");
    }

    private static Refund refund(String amount, String currency) {
        return new Refund("rf", "tx", amount == null ? null : new BigDecimal(amount), currency, NOW, null);
    }

    @ParameterizedTest
    @CsvSource({"3, 25, 4, 0, 1.3800", "3, 25, 4, 504, 1.2000", "1, 60, 4, 0, 1.2800", "1, 60, 4, 252, 1.1852"})
    void aMultiplierIsThatOfTheExamples(int level, int approved, int active, int inactiveHours, BigDecimal expected) {
        Instant last = NOW.minus(Duration.ofHours(inactiveHours));
        assertThat(ExpectedMultipliers.multiplier(level, approved, active, last, NOW))
                .isEqualTo(expected);
    }

    @Test
    void theSameSeedGivesTheSameDataset() {
        assertThat(new Dataset(7, NOW).volunteers()).isEqualTo(new Dataset(7, NOW).volunteers());
        assertThat(new Dataset(7, NOW).assignments()).isEqualTo(new Dataset(7, NOW).assignments());
    }

    @Test
    void whatIsMissingTooMuchOrDifferentIsFound() {
        Check check = Check.same("sales", Map.of("a", 1, "b", 2, "c", 3), Map.of("a", 1, "b", 3, "d", 4));
        assertThat(check.holds()).isFalse();
        assertThat(check.faults())
                .containsExactly(
                        "b: expected 2, found 3", "c: expected 3, found nothing", "d: expected nothing, found 4");
    }

    /** The first of the chain buys; each was brought in by the next. */
    private static List<String> commissions(String amount, long... chain) {
        List<Volunteer> volunteers = new ArrayList<>();
        for (int i = 0; i + 1 < chain.length; i++) {
            volunteers.add(new Volunteer(chain[i], 1, chain[i + 1], 1, null, NOW, NOW));
        }
        return new ExpectedCommissions(new Referrals(volunteers))
                .of(new Sale(chain[0], new BigDecimal(amount), "t", "SCICENT", NOW)).stream()
                        .map(paid -> paid.userId() + " " + paid.amount())
                        .toList();
    }
}
