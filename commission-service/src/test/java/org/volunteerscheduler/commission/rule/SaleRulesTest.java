// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.commission.rule.RecordedTotals.Unit;
import org.volunteerscheduler.commission.rule.ReferralChain.Member;
import org.volunteerscheduler.commission.rule.SaleDecisions.Conflict;
import org.volunteerscheduler.commission.rule.SaleFacts.Candidate;
import org.volunteerscheduler.commission.rule.SaleFlag.Total;
import org.volunteerscheduler.commission.rule.SaleOutcome.Settle;

class SaleRulesTest {

    private static final Instant NOW = Instant.parse("2024-12-15T10:30:00Z");
    private static final Map<Long, List<Member>> PATHS = Map.of(
            5L, List.of(known(5), known(4), known(3)),
            6L, List.of(known(6), known(4), known(3)),
            99L, List.of(new Member(99, null, BigDecimal.ONE)));
    private static final SaleRules RULES = new SaleRules(
            new CommissionSchedule(
                    List.of(new BigDecimal("0.10"), new BigDecimal("0.08")), new BigDecimal("0.01"), Optional.empty()),
            new WaitingPolicy(Duration.ofHours(24)));

    @Test
    void aNewSaleIsSettled() {
        SaleDecisions decisions = RULES.decide(facts(List.of(fresh(1, sale("a", 5, "100.50", NOW)))));

        assertThat(decisions.outcomes()).singleElement().isInstanceOfSatisfying(Settle.class, settle -> {
            assertThat(settle.commissions())
                    .extracting(CommissionSchedule.Commission::amount)
                    .containsExactly(new BigDecimal("10.05"), new BigDecimal("8.04"));
            assertThat(settle.flags()).isEmpty();
        });
    }

    @Test
    void aSettledSaleIsOnlyAnnouncedAgain() {
        Sale sale = sale("a", 5, "100", NOW);
        SaleDecisions decisions =
                RULES.decide(facts(List.of(new Candidate(sale, List.of(), new KnownSale.Settled(7, sale), 0))));

        assertThat(decisions).isEqualTo(new SaleDecisions(List.of(), List.of(7L), List.of()));
    }

    @Test
    void aSaleThatWaitsAsBeforeIsNoOutcome() {
        Sale sale = sale("a", 99, "100", NOW);
        Candidate waiting = new Candidate(sale, List.of(), new KnownSale.Waiting(7, sale, 99, NOW), 0);

        assertThat(RULES.decide(facts(List.of(waiting))).outcomes()).isEmpty();
    }

    @Test
    void everyDeliveryThatContradictsTheFirstIsAConflict() {
        Sale first = sale("a", 5, "100", NOW);
        Sale otherAmount = sale("a", 5, "100.01", NOW);
        Sale sameAmount = sale("a", 5, "100.00", NOW.plusSeconds(5));
        Candidate candidate = new Candidate(first, List.of(sameAmount, otherAmount), new KnownSale.New(1), 0);

        assertThat(RULES.decide(facts(List.of(candidate))).conflicts()).containsExactly(new Conflict(1, otherAmount));
    }

    @Test
    void aWaitingSaleIsSettledAsItWasRecordedWhateverIsDelivered() {
        Sale recorded = sale("a", 5, "100", NOW);
        Sale delivered = sale("a", 6, "200", NOW.plusSeconds(60));
        Candidate candidate = new Candidate(delivered, List.of(), new KnownSale.Waiting(7, recorded, 5, NOW), 0);

        SaleDecisions decisions = RULES.decide(facts(List.of(candidate)));

        assertThat(decisions.outcomes()).extracting(SaleOutcome::sale).containsExactly(recorded);
        assertThat(decisions.conflicts()).containsExactly(new Conflict(7, delivered));
    }

    @Property(tries = 100)
    void flagsDependNeitherOnHowSalesFallIntoBatchesNorOnWhatALookAtTheDatabaseMissed(
            @ForAll @IntRange(min = 1, max = 60) int sales, @ForAll long seed) {
        Random random = new Random(seed);
        List<Sale> inOrder = IntStream.range(0, sales)
                .mapToObj(i -> sale(
                        "tx" + i,
                        5 + random.nextInt(2),
                        String.valueOf(1 + random.nextInt(20) * random.nextInt(20)),
                        NOW.minusSeconds(random.nextInt(7200))))
                .toList();

        assertThat(settledInBatches(inOrder, random, 1 + random.nextInt(sales)))
                .isEqualTo(settledInBatches(inOrder, random, 1));
    }

    /** The flags of each, where either look of a batch may miss the batch before, and is told of it then. */
    private static Map<String, Set<SaleFlag>> settledInBatches(List<Sale> sales, Random random, int longest) {
        Map<String, Set<SaleFlag>> flags = new LinkedHashMap<>();
        int before = 0;
        for (int from = 0; from < sales.size(); ) {
            int to = Math.min(sales.size(), from + 1 + random.nextInt(longest));
            int counted = random.nextBoolean() ? before : from;
            int totalled = random.nextBoolean() ? before : from;
            List<Sale> recorded = sales.subList(0, counted);
            EarlierSales uncounted = EarlierSales.of(sales.subList(counted, from));
            List<Candidate> batch = sales.subList(from, to).stream()
                    .map(sale -> new Candidate(sale, List.of(), new KnownSale.New(1), recentByBuyer(sale, recorded))
                            .counting(uncounted))
                    .toList();
            RecordedTotals totals = totals(sales.subList(0, totalled), EarlierSales.of(sales.subList(totalled, from)));
            RULES.decide(new SaleFacts(batch, PATHS, totals, NOW)).outcomes().stream()
                    .map(Settle.class::cast)
                    .forEach(settle -> flags.put(settle.sale().transactionId(), settle.flags()));
            before = from;
            from = to;
        }
        return flags;
    }

    private static int recentByBuyer(Sale sale, List<Sale> recorded) {
        return (int) recorded.stream()
                .filter(other -> other.buyerId() == sale.buyerId()
                        && other.soldAt().isAfter(sale.soldAt().minus(SaleFlag.RAPID_WINDOW))
                        && !other.soldAt().isAfter(sale.soldAt()))
                .count();
    }

    private static RecordedTotals totals(List<Sale> recorded, EarlierSales uncounted) {
        return new RecordedTotals(
                Arrays.stream(Unit.values()).collect(Collectors.toMap(unit -> unit, unit -> recorded.stream()
                        .collect(Collectors.toMap(
                                sale -> unit.floor(sale.soldAt().getEpochSecond()),
                                sale -> new Total(1, sale.amount()),
                                Total::plus)))),
                uncounted);
    }

    private static SaleFacts facts(List<Candidate> sales) {
        return new SaleFacts(sales, PATHS, totals(List.of(), EarlierSales.NONE), NOW);
    }

    private static Candidate fresh(long id, Sale sale) {
        return new Candidate(sale, List.of(), new KnownSale.New(id), 0);
    }

    private static Sale sale(String id, long buyer, String amount, Instant soldAt) {
        return new Sale(id, buyer, new BigDecimal(amount), "SCICENT", soldAt, soldAt);
    }

    private static Member known(long userId) {
        return new Member(userId, Instant.EPOCH, BigDecimal.ONE);
    }
}
