package org.volunteerscheduler.commission.sale;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.volunteerscheduler.commission.CommissionSettings;
import org.volunteerscheduler.commission.ledger.CommissionLedger;
import org.volunteerscheduler.commission.rule.CommissionSchedule;
import org.volunteerscheduler.commission.rule.ReferralChain;
import org.volunteerscheduler.commission.rule.ReferralChain.Member;
import org.volunteerscheduler.commission.rule.SaleFlag;
import org.volunteerscheduler.commission.rule.SaleFlag.Total;
import org.volunteerscheduler.commission.volunteer.VolunteerDirectory;
import org.volunteerscheduler.contracts.CommissionEarned;
import org.volunteerscheduler.contracts.Message;
import org.volunteerscheduler.contracts.SaleRecorded;

/**
 * Settles sales in batches, each exactly once: gather, decide, record.
 *
 * <p>Whatever is delivered again changes nothing and is announced again. Source: rules.md, Commissions.
 */
@ApplicationScoped
public class SaleSettlement {

    private static final int WAKE_PAGE = 1000;

    private final SaleBook sales;
    private final SaleTotals totals;
    private final VolunteerDirectory volunteers;
    private final CommissionLedger ledger;
    private final CommissionSchedule schedule;
    private final CommissionSettings settings;
    private final SaleJournal journal;
    private final Clock clock;

    public SaleSettlement(
            SaleBook sales,
            SaleTotals totals,
            VolunteerDirectory volunteers,
            CommissionLedger ledger,
            CommissionSchedule schedule,
            CommissionSettings settings,
            SaleJournal journal,
            Clock clock) {
        this.sales = sales;
        this.totals = totals;
        this.volunteers = volunteers;
        this.ledger = ledger;
        this.schedule = schedule;
        this.settings = settings;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * Settles what can be settled, lets the rest wait, and records contradictions.
     *
     * @return what is to be said: {@link CommissionEarned} for each of these sales that is settled, now or before, and
     *     {@link SaleRecorded} again for each that need not wait any more
     */
    public Uni<List<Message>> settle(List<SaleRecorded> delivered) {
        Map<String, SaleRecorded> firstById = new LinkedHashMap<>();
        delivered.forEach(sale -> firstById.putIfAbsent(sale.transactionId(), sale));
        List<SaleRecorded> distinct = List.copyOf(firstById.values());
        // Nearly all are new, so what the rules need is gathered at the same time.
        return Uni.combine()
                .all()
                .unis(sales.lookUp(distinct), gather(distinct))
                .asTuple()
                .chain(both -> {
                    List<SaleBook.LookedUp> lookedUp = both.getItem1();
                    Map<SaleRecorded, Long> conflicts = new LinkedHashMap<>();
                    Map<String, SaleBook.LookedUp> byId = LinkedHashMap.newLinkedHashMap(distinct.size());
                    List<Candidate> candidates = new ArrayList<>(distinct.size());
                    List<Long> settledBefore = new ArrayList<>();
                    for (int i = 0; i < distinct.size(); i++) {
                        SaleBook.LookedUp found = lookedUp.get(i);
                        byId.put(distinct.get(i).transactionId(), found);
                        if (found.recorded() == null) {
                            candidates.add(
                                    new Candidate(found.saleId(), distinct.get(i), null, null, found.recentByBuyer()));
                        } else if (found.recorded().settled()) {
                            settledBefore.add(found.saleId());
                        } else {
                            candidates.add(waiting(found.recorded(), found.recentByBuyer()));
                        }
                    }
                    for (SaleRecorded delivery : delivered) {
                        SaleBook.LookedUp found = byId.get(delivery.transactionId());
                        if (contradicts(found, firstById.get(delivery.transactionId()), delivery)) {
                            conflicts.put(delivery, found.saleId());
                        }
                    }
                    return settleCandidates(candidates, both.getItem2())
                            .call(() -> sales.recordConflicts(conflicts).invoke(journal::conflicts))
                            .chain(settledNow -> ledger.announcements(settledBefore)
                                    .invoke(again -> again.forEach(journal::settledBefore))
                                    .map(again -> join(settledNow, again)));
                });
    }

    private static boolean contradicts(SaleBook.LookedUp found, SaleRecorded first, SaleRecorded delivery) {
        RecordedSale known = found.recorded() != null
                ? found.recorded()
                : new RecordedSale(found.saleId(), first, null, null, null, List.of(), 0);
        return known.contradicts(delivery);
    }

    /** The same computation for one sale, nothing stored. */
    Uni<Decision> preview(SaleRecorded sale) {
        return Uni.combine()
                .all()
                .unis(sales.lookUp(List.of(sale)), gather(List.of(sale)))
                .asTuple()
                .map(both -> {
                    SaleBook.LookedUp found = both.getItem1().getFirst();
                    Candidate candidate = new Candidate(found.saleId(), sale, null, null, found.recentByBuyer());
                    return decide(List.of(candidate), both.getItem2()).getFirst();
                });
    }

    /**
     * Sends the sales that wait for one of these volunteers to whoever consumes sales, page after page, however many
     * there are.
     */
    public Uni<Void> wakeWaitingFor(Collection<Long> userIds, Function<List<Message>, Uni<Void>> send) {
        return wake(afterId -> sales.waitingFor(userIds, afterId, WAKE_PAGE), 0, send);
    }

    /** As {@link #wakeWaitingFor}, the sales that need not wait any longer. */
    Uni<Void> wakeOverdue(Function<List<Message>, Uni<Void>> send) {
        Instant awaitedUntil = clock.instant().minus(settings.chainWait());
        return wake(afterId -> sales.overdue(awaitedUntil, afterId, WAKE_PAGE), 0, send);
    }

    private Uni<Void> wake(
            Function<Long, Uni<List<RecordedSale>>> page, long afterId, Function<List<Message>, Uni<Void>> send) {
        return page.apply(afterId).chain(waiting -> send.apply(
                        waiting.stream().<Message>map(RecordedSale::sale).toList())
                .chain(() -> waiting.size() < WAKE_PAGE
                        ? Uni.createFrom().voidItem()
                        : wake(page, waiting.getLast().id(), send)));
    }

    private static Candidate waiting(RecordedSale recorded, int recentByBuyer) {
        return new Candidate(
                recorded.id(), recorded.sale(), recorded.awaitedUserId(), recorded.awaitedSince(), recentByBuyer);
    }

    private Uni<List<Message>> settleCandidates(List<Candidate> candidates, Gathered gathered) {
        if (candidates.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        // A sale that waits counts as it was recorded, which may not be how it was delivered this time.
        Uni<Gathered> sufficient = candidates.stream().allMatch(Candidate::isNew)
                ? Uni.createFrom().item(gathered)
                : gather(candidates.stream().map(Candidate::sale).toList());
        return sufficient.map(facts -> decide(candidates, facts)).chain(decisions -> {
            List<Decision> changes = onlyChanges(decisions, candidates);
            if (changes.isEmpty()) {
                return Uni.createFrom().item(List.of());
            }
            return sales.record(changes).chain(written -> {
                List<Message> settled = new ArrayList<>(written.size());
                List<SaleRecorded> lost = new ArrayList<>();
                Set<Long> awaited = new LinkedHashSet<>();
                for (Decision decision : changes) {
                    if (!written.contains(decision.saleId())) {
                        lost.add(decision.sale());
                    } else if (decision.settled()) {
                        journal.settled(decision);
                        settled.add(announcement(decision));
                    } else {
                        journal.awaiting(decision);
                        awaited.add(decision.awaitedUserId().getAsLong());
                    }
                }
                // Somebody else recorded the lost ones between our look and our write: look again.
                return (lost.isEmpty() ? Uni.createFrom().item(List.<Message>of()) : settle(lost))
                        .map(others -> join(settled, others))
                        .chain(all -> wakeIfKnownByNow(awaited).map(woken -> join(all, woken)));
            });
        });
    }

    /** A sale that waits for the same volunteer as before is no change. */
    private static List<Decision> onlyChanges(List<Decision> decisions, List<Candidate> candidates) {
        List<Decision> changes = new ArrayList<>(decisions.size());
        for (int i = 0; i < decisions.size(); i++) {
            if (candidates.get(i).changedBy(decisions.get(i))) {
                changes.add(decisions.get(i));
            }
        }
        return changes;
    }

    /** Whoever is awaited may have registered between our look and our write, and then nobody else would wake it. */
    private Uni<List<Message>> wakeIfKnownByNow(Set<Long> awaited) {
        return awaited.isEmpty()
                ? Uni.createFrom().item(List.of())
                : volunteers.known(awaited).chain(known -> {
                    List<Message> woken = new ArrayList<>();
                    return known.isEmpty()
                            ? Uni.createFrom().item(woken)
                            : wakeWaitingFor(known, page -> {
                                        woken.addAll(page);
                                        return Uni.createFrom().voidItem();
                                    })
                                    .replaceWith(woken);
                });
    }

    /** What the rules need to decide on these sales. */
    private record Gathered(Map<Long, List<Member>> paths, SaleTotals.Windows windows) {}

    private Uni<Gathered> gather(List<SaleRecorded> sold) {
        Set<Long> buyers = sold.stream().map(SaleRecorded::userId).collect(Collectors.toSet());
        List<Instant> instants = sold.stream().map(SaleRecorded::soldAt).toList();
        return Uni.combine()
                .all()
                .unis(volunteers.paths(buyers), totals.around(instants))
                .with(Gathered::new);
    }

    /** In the candidates' order. */
    private List<Decision> decide(List<Candidate> candidates, Gathered gathered) {
        Instant waitedEnough = clock.instant().minus(settings.chainWait());
        BatchHistory history = new BatchHistory();
        List<Decision> decisions = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            SaleRecorded sale = candidate.sale();
            ReferralChain chain = ReferralChain.along(gathered.paths.get(sale.userId()));
            OptionalLong missing = chain.missing();
            if (missing.isPresent()
                    && !(chain.buyerIsKnown() && candidate.waitsFor(missing.getAsLong(), waitedEnough))) {
                decisions.add(Decision.await(candidate.saleId(), sale, missing.getAsLong()));
            } else {
                Total recorded = gathered.windows.before(sale.soldAt());
                Total others = candidate.isNew() ? recorded : recorded.minus(new Total(1, sale.amount()));
                decisions.add(Decision.settle(
                        candidate.saleId(),
                        sale,
                        schedule.split(sale.amount(), chain),
                        SaleFlag.of(
                                sale.amount(),
                                sale.soldAt(),
                                candidate.recentByBuyer() + history.recentByBuyer(sale),
                                others.plus(history.before(sale)),
                                chain)));
            }
            if (candidate.isNew()) {
                history.add(sale);
            }
        }
        return decisions;
    }

    private static CommissionEarned announcement(Decision decision) {
        SaleRecorded sale = decision.sale();
        return new CommissionEarned(
                sale.transactionId(),
                sale.userId(),
                sale.amount(),
                sale.currency(),
                sale.soldAt(),
                decision.commissions().stream()
                        .map(paid -> new CommissionEarned.Commission(
                                paid.level(), paid.userId(), paid.rate(), paid.multiplier(), paid.amount()))
                        .toList());
    }

    private static List<Message> join(List<Message> some, List<? extends Message> others) {
        if (others.isEmpty()) {
            return some;
        }
        List<Message> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}
