// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.volunteerscheduler.commission.rule.SaleDecisions.Conflict;
import org.volunteerscheduler.commission.rule.SaleFacts.Candidate;
import org.volunteerscheduler.commission.rule.SaleFlag.Total;

/**
 * Decides on sales: each waits for somebody, or is settled with its commissions and flags.
 *
 * <p>Source: rules.md, Commissions.
 */
public record SaleRules(CommissionSchedule schedule, WaitingPolicy waiting) {

    public SaleDecisions decide(SaleFacts facts) {
        EarlierSales earlier = new EarlierSales();
        List<SaleOutcome> outcomes = new ArrayList<>(facts.sales().size());
        List<Long> settledBefore = new ArrayList<>();
        List<Conflict> conflicts = new ArrayList<>();
        for (Candidate candidate : facts.sales()) {
            Stream.concat(Stream.of(candidate.delivered()), candidate.repetitions().stream())
                    .filter(candidate.sale()::contradicts)
                    .forEach(delivered ->
                            conflicts.add(new Conflict(candidate.known().id(), delivered)));
            switch (candidate.known()) {
                case KnownSale.Settled settled -> settledBefore.add(settled.id());
                case KnownSale.Waiting before -> {
                    SaleOutcome outcome = outcome(candidate, facts, earlier);
                    boolean waitsAsBefore =
                            outcome instanceof SaleOutcome.Wait wait && wait.userId() == before.awaitedUserId();
                    if (!waitsAsBefore) {
                        outcomes.add(outcome);
                    }
                }
                case KnownSale.New fresh -> {
                    outcomes.add(outcome(candidate, facts, earlier));
                    earlier.add(candidate.sale());
                }
            }
        }
        return new SaleDecisions(outcomes, settledBefore, conflicts);
    }

    /** What settling this sale now would do, whatever is recorded of it. */
    public SaleOutcome preview(SaleFacts facts) {
        return outcome(facts.sales().getFirst(), facts, new EarlierSales());
    }

    private SaleOutcome outcome(Candidate candidate, SaleFacts facts, EarlierSales earlier) {
        Sale sale = candidate.sale();
        long id = candidate.known().id();
        ReferralChain chain = ReferralChain.along(facts.paths().get(sale.buyerId()));
        OptionalLong awaited = waiting.awaits(candidate.known(), chain, facts.now());
        if (awaited.isPresent()) {
            return new SaleOutcome.Wait(id, sale, awaited.getAsLong());
        }
        SalesWindow window = SalesWindow.upTo(sale.soldAt());
        Total recorded = facts.recorded().within(window);
        Total others =
                candidate.known() instanceof KnownSale.New ? recorded : recorded.minus(new Total(1, sale.amount()));
        return new SaleOutcome.Settle(
                id,
                sale,
                schedule.split(sale.amount(), chain),
                SaleFlag.of(
                        sale.amount(),
                        sale.soldAt(),
                        candidate.recentByBuyer() + earlier.recentByBuyer(sale),
                        others.plus(earlier.within(window)),
                        chain));
    }
}
