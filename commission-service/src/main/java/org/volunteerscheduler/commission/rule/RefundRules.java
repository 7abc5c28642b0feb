// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.volunteerscheduler.commission.rule.RefundDecisions.Conflict;
import org.volunteerscheduler.commission.rule.RefundFacts.Candidate;
import org.volunteerscheduler.commission.rule.RefundOutcome.Apply;
import org.volunteerscheduler.commission.rule.RefundOutcome.Await;
import org.volunteerscheduler.commission.rule.RefundOutcome.Refusal;
import org.volunteerscheduler.commission.rule.RefundOutcome.Refuse;

/**
 * Decides on refunds: each waits for its sale, is applied with its reversals, or is refused. Of several that want the
 * last tokens of a sale the first one gets them.
 *
 * <p>Source: rules.md, Refunds.
 */
public final class RefundRules {

    private RefundRules() {}

    public static RefundDecisions decide(RefundFacts facts) {
        Map<String, RefundableSale> sales = new HashMap<>(facts.sales());
        List<RefundOutcome> outcomes = new ArrayList<>(facts.refunds().size());
        List<Long> appliedBefore = new ArrayList<>();
        List<Conflict> conflicts = new ArrayList<>();
        for (Candidate candidate : facts.refunds()) {
            Refund refund = candidate.refund();
            long id = candidate.known().id();
            Stream.concat(Stream.of(candidate.delivered()), candidate.repetitions().stream())
                    .filter(refund::contradicts)
                    .forEach(delivered -> conflicts.add(new Conflict(id, delivered)));
            switch (candidate.known()) {
                case KnownRefund.Applied applied -> appliedBefore.add(id);
                case KnownRefund.Refused refused -> {}
                case KnownRefund.Awaiting awaiting -> {
                    if (sales.containsKey(refund.transactionId())) {
                        outcomes.add(outcome(id, refund, sales));
                    }
                }
                case KnownRefund.New fresh -> outcomes.add(outcome(id, refund, sales));
            }
        }
        return new RefundDecisions(outcomes, appliedBefore, conflicts);
    }

    private static RefundOutcome outcome(long id, Refund refund, Map<String, RefundableSale> sales) {
        RefundableSale sale = sales.get(refund.transactionId());
        if (sale == null) {
            return new Await(id, refund);
        }
        if (!sale.currency().equals(refund.currency())) {
            return new Refuse(id, refund, Refusal.OTHER_CURRENCY);
        }
        if (sale.left().signum() == 0) {
            return new Refuse(id, refund, Refusal.NOTHING_LEFT);
        }
        BigDecimal amount = refund.amount().orElse(sale.left());
        if (amount.compareTo(sale.left()) > 0) {
            return new Refuse(id, refund, Refusal.MORE_THAN_IS_LEFT);
        }
        sales.put(refund.transactionId(), sale.after(amount));
        return new Apply(id, refund, sale, amount, sale.reversals(amount));
    }
}
