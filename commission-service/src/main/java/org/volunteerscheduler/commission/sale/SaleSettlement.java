// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.sale;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.volunteerscheduler.commission.ledger.CommissionLedger.Recorded;
import org.volunteerscheduler.commission.ledger.SettledSale;
import org.volunteerscheduler.commission.refund.RefundSettlement;
import org.volunteerscheduler.commission.refund.WaitingRefunds;
import org.volunteerscheduler.commission.rule.Refund;
import org.volunteerscheduler.commission.rule.Sale;
import org.volunteerscheduler.commission.rule.SaleOutcome;
import org.volunteerscheduler.commission.rule.SaleRules;
import org.volunteerscheduler.commission.volunteer.VolunteerDirectory;
import org.volunteerscheduler.platform.messaging.OutgoingMessage;

/**
 * Settles sales in batches, each exactly once. What is delivered again changes nothing and is announced again.
 *
 * <p>Source: rules.md, Commissions.
 */
@ApplicationScoped
public class SaleSettlement {

    private final SaleFactsQuery facts;
    private final SaleRules rules;
    private final SalePipeline pipeline;
    private final WaitingSales waitingSales;
    private final VolunteerDirectory volunteers;
    private final RefundSettlement refunds;
    private final WaitingRefunds waitingRefunds;
    private final SaleTelemetry telemetry;

    SaleSettlement(
            SaleFactsQuery facts,
            SaleRules rules,
            SalePipeline pipeline,
            WaitingSales waitingSales,
            VolunteerDirectory volunteers,
            RefundSettlement refunds,
            WaitingRefunds waitingRefunds,
            SaleTelemetry telemetry) {
        this.facts = facts;
        this.rules = rules;
        this.pipeline = pipeline;
        this.waitingSales = waitingSales;
        this.volunteers = volunteers;
        this.refunds = refunds;
        this.waitingRefunds = waitingRefunds;
        this.telemetry = telemetry;
    }

    /**
     * Settles what can be settled, lets the rest wait, and records contradictions.
     *
     * @return what is to be announced: the commissions of each of these sales that is settled, now or before, and each
     *     sale, and each refund of these sales, that need not wait any more, as work again
     */
    Uni<List<OutgoingMessage>> settle(List<Sale> delivered) {
        return pipeline.record(delivered, Uni.createFrom()::item).chain(this::announce);
    }

    /** As {@link #settle}, then applies what is refunded of any sale, in the order in which batches come. */
    Uni<List<OutgoingMessage>> settleAndRefund(List<Sale> delivered, List<Refund> refunded) {
        return pipeline.record(
                        delivered, recorded -> refunds.apply(refunded).map(reversed -> new Both(recorded, reversed)))
                .chain(both -> announce(both.recorded)
                        .map(earned -> Stream.concat(earned.stream(), both.reversed.stream())
                                .toList()));
    }

    private record Both(Recorded recorded, List<OutgoingMessage> reversed) {}

    /** What settling this sale now would do; nothing is stored. */
    Uni<SaleOutcome> preview(Sale sale) {
        return facts.gather(List.of(sale), SalesInFlight.NONE).map(rules::preview);
    }

    private Uni<List<OutgoingMessage>> announce(Recorded recorded) {
        telemetry.recorded(recorded);
        List<OutgoingMessage> announcements = new ArrayList<>();
        recorded.settled().stream()
                .map(settle -> new SettledSale(settle.sale(), settle.commissions()))
                .map(SaleMessages::earned)
                .forEach(announcements::add);
        recorded.settledBefore().stream().map(SaleMessages::earned).forEach(announcements::add);
        return settleLost(recorded.lost())
                .invoke(announcements::addAll)
                .chain(() -> wakeIfKnownByNow(recorded.waiting()))
                .invoke(announcements::addAll)
                .chain(() -> waitingRefunds.wakeWaitingFor(recorded.refundsWaitFor()))
                .invoke(announcements::addAll)
                .replaceWith(announcements);
    }

    /** Somebody else recorded these between our look and our write: look again. */
    private Uni<List<OutgoingMessage>> settleLost(List<Sale> lost) {
        return lost.isEmpty() ? Uni.createFrom().item(List.of()) : settle(lost);
    }

    /** Whoever is awaited may have become known between our look and our write; nobody else would wake these sales. */
    private Uni<List<OutgoingMessage>> wakeIfKnownByNow(List<SaleOutcome.Wait> waiting) {
        Set<Long> awaited = waiting.stream().map(SaleOutcome.Wait::userId).collect(Collectors.toSet());
        if (awaited.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return volunteers.known(awaited).chain(known -> {
            List<OutgoingMessage> woken = new ArrayList<>();
            return waitingSales
                    .wakeWaitingFor(known, page -> {
                        woken.addAll(page);
                        return Uni.createFrom().voidItem();
                    })
                    .replaceWith(woken);
        });
    }
}
