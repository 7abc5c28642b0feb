// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToIntFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.commission.rule.CommissionSchedule.Commission;
import org.volunteerscheduler.commission.rule.RefundDecisions.Conflict;
import org.volunteerscheduler.commission.rule.RefundFacts.Candidate;
import org.volunteerscheduler.commission.rule.RefundOutcome.Apply;
import org.volunteerscheduler.commission.rule.RefundOutcome.Await;
import org.volunteerscheduler.commission.rule.RefundOutcome.Refusal;
import org.volunteerscheduler.commission.rule.RefundOutcome.Refuse;
import org.volunteerscheduler.commission.rule.RefundableSale.Reversal;

class RefundRulesTest {

    private static final Instant NOW = Instant.parse("2024-12-20T08:00:00Z");
    private static final String SALE = "tx";

    @Test
    void theFirstExampleOfTheRulesHolds() {
        RefundableSale sale = sale("100.50", "10.05", "8.04", "6.03", "4.02");
        List<RefundOutcome> outcomes = decide(sale, refund("a", "33.50"), refund("b", null));

        assertThat(reversed(outcomes.get(0))).containsExactly("-3.35", "-2.68", "-2.01", "-1.34");
        assertThat(reversed(outcomes.get(1))).containsExactly("-6.70", "-5.36", "-4.02", "-2.68");
        assertThat(((Apply) outcomes.get(1)).amount()).isEqualByComparingTo("67.00");
    }

    @Test
    void theSecondExampleOfTheRulesHolds() {
        RefundableSale sale = sale("0.12", "0.01", "0.01", "0.01");
        List<RefundOutcome> outcomes = decide(sale, refund("a", "0.05"), refund("b", "0.02"));

        assertThat(reversed(outcomes.get(0))).isEmpty();
        assertThat(reversed(outcomes.get(1))).containsExactly("-0.01", "-0.01", "-0.01");
    }

    /** A quotient that is cut to some digits and then rounded says 0.01 here. */
    @Test
    void whatIsATrifleUnderHalfAHundredthIsRoundedDown() {
        RefundableSale sale = sale("123456789012.00000001", "0.01");
        List<RefundOutcome> outcomes = decide(sale, refund("a", "61728394506.00000001"));

        assertThat(reversed(outcomes.getFirst())).containsExactly("-0.01");
    }

    @Test
    void aReversalIsTheBeneficiarysLevelRateAndMultiplierOfTheCommission() {
        Commission paid = new Commission(3, 77, new BigDecimal("0.06"), new BigDecimal("1.5"), new BigDecimal("9.00"));
        RefundableSale sale =
                new RefundableSale(1, 5, new BigDecimal("100"), "SCICENT", NOW, List.of(paid), BigDecimal.ZERO);

        assertThat(decide(sale, refund("a", "50")))
                .singleElement()
                .isInstanceOfSatisfying(Apply.class, apply -> assertThat(apply.reversals())
                        .containsExactly(new Reversal(
                                3, 77, new BigDecimal("0.06"), new BigDecimal("1.5"), new BigDecimal("-4.50"))));
    }

    @Test
    void moreThanIsLeftIsRefusedAndTheNextOneThatFitsIsApplied() {
        RefundableSale sale = sale("10", "1.00");
        List<RefundOutcome> outcomes = decide(
                sale,
                refund("a", "6"),
                refund("b", "4.00000001"),
                refund("c", "4"),
                refund("d", null),
                refund("e", "1"));

        assertThat(outcomes)
                .extracting(RefundRulesTest::refusal)
                .containsExactly(null, Refusal.MORE_THAN_IS_LEFT, null, Refusal.NOTHING_LEFT, Refusal.NOTHING_LEFT);
    }

    @Test
    void anotherCurrencyIsRefused() {
        Refund euros = new Refund("a", SALE, Optional.of(BigDecimal.ONE), "EUR", NOW, NOW, null);

        assertThat(decide(sale("10", "1.00"), euros)).containsExactly(new Refuse(0, euros, Refusal.OTHER_CURRENCY));
    }

    @Test
    void aRefundWaitsForASaleThatIsNotSettledAndWaitsOnAsBefore() {
        Refund refund = refund("a", "1");
        RefundFacts facts = new RefundFacts(
                List.of(
                        fresh(1, refund),
                        new Candidate(refund("b", null), List.of(), new KnownRefund.Awaiting(2, refund("b", null)))),
                Map.of());

        assertThat(RefundRules.decide(facts))
                .isEqualTo(new RefundDecisions(List.of(new Await(1, refund)), List.of(), List.of()));
    }

    @Test
    void whatWasDecidedStaysDecidedAndOnlyTheAppliedIsAnnouncedAgain() {
        Refund applied = refund("a", "1");
        Refund refused = refund("b", "11");
        RefundFacts facts = new RefundFacts(
                List.of(
                        new Candidate(applied, List.of(applied), new KnownRefund.Applied(1, applied)),
                        new Candidate(refused, List.of(), new KnownRefund.Refused(2, refused))),
                Map.of(SALE, sale("10", "1.00")));

        assertThat(RefundRules.decide(facts)).isEqualTo(new RefundDecisions(List.of(), List.of(1L), List.of()));
    }

    @Test
    void everyDeliveryThatContradictsTheFirstIsAConflict() {
        Refund first = refund("a", "1");
        Refund whole = refund("a", null);
        Refund sameAmount = refund("a", "1.00");
        Refund otherSale = new Refund("a", "other", Optional.of(BigDecimal.ONE), "SCICENT", NOW, NOW, null);
        Candidate candidate = new Candidate(first, List.of(sameAmount, whole, otherSale), new KnownRefund.New(7));

        RefundDecisions decisions =
                RefundRules.decide(new RefundFacts(List.of(candidate), Map.of(SALE, sale("10", "1.00"))));

        assertThat(decisions.conflicts()).containsExactly(new Conflict(7, whole), new Conflict(7, otherSale));
        assertThat(decisions.outcomes()).singleElement().isInstanceOf(Apply.class);
    }

    @Test
    void aWaitingRefundIsAppliedAsItWasRecordedWhateverIsDelivered() {
        Candidate candidate = new Candidate(refund("a", "9"), List.of(), new KnownRefund.Awaiting(7, refund("a", "2")));
        RefundDecisions decisions =
                RefundRules.decide(new RefundFacts(List.of(candidate), Map.of(SALE, sale("10", "1.00"))));

        assertThat(decisions.outcomes()).singleElement().satisfies(outcome -> assertThat(reversed(outcome))
                .containsExactly("-0.20"));
        assertThat(decisions.conflicts()).containsExactly(new Conflict(7, refund("a", "9")));
    }

    @Property(tries = 500)
    void whateverIsRefundedInWhateverOrderLeavesWhatTheFormulaSays(@ForAll long seed) {
        Random random = new Random(seed);
        RefundableSale sale = randomSale(random);
        List<Refund> refunds = randomRefunds(sale, random);
        Map<Integer, BigDecimal> left = new HashMap<>();
        sale.commissions().forEach(paid -> left.put(paid.level(), paid.amount()));
        BigDecimal refunded = BigDecimal.ZERO;

        for (RefundOutcome outcome : decideInBatches(sale, refunds, random)) {
            if (outcome instanceof Apply apply) {
                refunded = refunded.add(apply.amount());
                apply.reversals().forEach(reversal -> {
                    assertThat(reversal.amount()).isNegative();
                    left.merge(reversal.level(), reversal.amount(), BigDecimal::add);
                });
            }
            assertThat(refunded).isLessThanOrEqualTo(sale.amount());
            for (Commission paid : sale.commissions()) {
                assertThat(left.get(paid.level()))
                        .isEqualByComparingTo(formula(paid.amount(), sale.amount(), refunded))
                        .isBetween(BigDecimal.ZERO, paid.amount());
            }
        }
    }

    @Property(tries = 200)
    void onceAllIsRefundedNothingIsLeftOnAnyLevel(@ForAll long seed) {
        Random random = new Random(seed);
        RefundableSale sale = randomSale(random);
        List<Refund> refunds = new ArrayList<>(randomRefunds(sale, random));
        refunds.add(refund("rest", null));

        assertThat(sums(decideInBatches(sale, refunds, random))).allSatisfy((level, sum) -> assertThat(sum.negate())
                .isEqualByComparingTo(sale.commissions().get(level - 1).amount()));
    }

    @Property(tries = 200)
    void theOrderOfRefundsThatAllFitMakesNoDifference(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 8) int parts) {
        Random random = new Random(seed);
        RefundableSale sale = randomSale(random);
        BigDecimal part = sale.amount().divide(BigDecimal.valueOf(parts), 8, RoundingMode.DOWN);
        if (part.signum() == 0) {
            return;
        }
        List<Refund> refunds = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            BigDecimal share = part.multiply(BigDecimal.valueOf(1 + random.nextInt(100)))
                    .divide(BigDecimal.valueOf(100), 8, RoundingMode.UP);
            refunds.add(refund("r" + i, share.toPlainString()));
        }
        Map<Integer, BigDecimal> inOrder = sums(decideInBatches(sale, refunds, random));
        Collections.shuffle(refunds, random);

        assertThat(sums(decideInBatches(sale, refunds, random))).isEqualTo(inOrder);
    }

    /** By whole numbers, not as the rule computes it: floor((2 A (S - R) + S) / 2 S) in hundredths. */
    private static BigDecimal formula(BigDecimal commission, BigDecimal amount, BigDecimal refunded) {
        BigInteger a = commission.movePointRight(2).toBigIntegerExact();
        BigInteger s = amount.movePointRight(8).toBigIntegerExact();
        BigInteger left = amount.subtract(refunded).movePointRight(8).toBigIntegerExact();
        return new BigDecimal(a.multiply(left).shiftLeft(1).add(s).divide(s.shiftLeft(1)), 2);
    }

    /** Every batch finds what those before it recorded. */
    private static List<RefundOutcome> decideInBatches(RefundableSale sale, List<Refund> refunds, Random random) {
        List<RefundOutcome> outcomes = new ArrayList<>();
        RefundableSale current = sale;
        for (int from = 0; from < refunds.size(); ) {
            int to = Math.min(refunds.size(), from + 1 + random.nextInt(refunds.size()));
            for (RefundOutcome outcome :
                    decide(current, refunds.subList(from, to).toArray(Refund[]::new))) {
                outcomes.add(outcome);
                if (outcome instanceof Apply apply) {
                    current = current.after(apply.amount());
                }
            }
            from = to;
        }
        return outcomes;
    }

    private static Map<Integer, BigDecimal> sums(List<RefundOutcome> outcomes) {
        Map<Integer, BigDecimal> sums = new HashMap<>();
        outcomes.stream()
                .filter(Apply.class::isInstance)
                .flatMap(outcome -> ((Apply) outcome).reversals().stream())
                .forEach(reversal -> sums.merge(reversal.level(), reversal.amount(), BigDecimal::add));
        return sums;
    }

    private static List<RefundOutcome> decide(RefundableSale sale, Refund... refunds) {
        List<Candidate> candidates = new ArrayList<>();
        for (Refund refund : refunds) {
            candidates.add(fresh(candidates.size(), refund));
        }
        return RefundRules.decide(new RefundFacts(candidates, Map.of(SALE, sale)))
                .outcomes();
    }

    /** Amounts of every size, of few and of many decimals, and so many levels. */
    private static RefundableSale randomSale(Random random) {
        BigDecimal amount = randomAmount(random);
        List<Commission> commissions = new ArrayList<>();
        ToIntFunction<Integer> percent = level -> 12 - 2 * level;
        for (int level = 1; level <= 5; level++) {
            BigDecimal rate = BigDecimal.valueOf(percent.applyAsInt(level), 2);
            BigDecimal paid = amount.multiply(rate).setScale(2, RoundingMode.HALF_UP);
            if (paid.signum() > 0) {
                commissions.add(new Commission(level, 100 + level, rate, null, paid));
            }
        }
        return new RefundableSale(1, 5, amount, "SCICENT", NOW, commissions, BigDecimal.ZERO);
    }

    private static BigDecimal randomAmount(Random random) {
        long digits = 1 + (long) (random.nextDouble() * Math.pow(10, 1 + random.nextInt(15)));
        return BigDecimal.valueOf(digits, random.nextInt(9));
    }

    /** Some fit, some do not, now and then one takes the rest. */
    private static List<Refund> randomRefunds(RefundableSale sale, Random random) {
        List<Refund> refunds = new ArrayList<>();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            BigDecimal amount = sale.amount()
                    .multiply(BigDecimal.valueOf(1 + random.nextInt(400), 3))
                    .setScale(8, RoundingMode.UP);
            refunds.add(refund("r" + i, random.nextInt(20) == 0 ? null : amount.toPlainString()));
        }
        return refunds;
    }

    private static RefundableSale sale(String amount, String... commissions) {
        List<Commission> paid = new ArrayList<>();
        for (String commission : commissions) {
            paid.add(new Commission(
                    paid.size() + 1, 100 + paid.size(), new BigDecimal("0.01"), null, new BigDecimal(commission)));
        }
        return new RefundableSale(1, 5, new BigDecimal(amount), "SCICENT", NOW, paid, BigDecimal.ZERO);
    }

    private static Candidate fresh(long id, Refund refund) {
        return new Candidate(refund, List.of(), new KnownRefund.New(id));
    }

    /** @param amount null: the rest */
    private static Refund refund(String id, String amount) {
        return new Refund(id, SALE, Optional.ofNullable(amount).map(BigDecimal::new), "SCICENT", NOW, NOW, null);
    }

    private static List<String> reversed(RefundOutcome outcome) {
        return ((Apply) outcome)
                .reversals().stream()
                        .map(reversal -> reversal.amount().toPlainString())
                        .toList();
    }

    private static Refusal refusal(RefundOutcome outcome) {
        return outcome instanceof Refuse refuse ? refuse.refusal() : null;
    }
}
