// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.refund;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.volunteerscheduler.commission.refund.RefundLedger.Recorded;
import org.volunteerscheduler.commission.rule.Refund;
import org.volunteerscheduler.commission.rule.RefundableSale.Reversal;
import org.volunteerscheduler.contracts.CommissionReversed;
import org.volunteerscheduler.contracts.RefundRecorded;
import org.volunteerscheduler.platform.messaging.OutgoingMessage;

/** Refunds as messages. The same refund gives the same message id, so that a listener can tell a repetition. */
public final class RefundMessages {

    private RefundMessages() {}

    public static Refund refund(RefundRecorded message) {
        return new Refund(
                message.refundId(),
                message.transactionId(),
                Optional.ofNullable(message.amount()),
                message.currency(),
                message.refundedAt(),
                message.receivedAt(),
                message.reason());
    }

    static OutgoingMessage recorded(Refund refund) {
        return OutgoingMessage.of(
                new RefundRecorded(
                        refund.refundId(),
                        refund.transactionId(),
                        refund.amount().orElse(null),
                        refund.currency(),
                        refund.refundedAt(),
                        refund.receivedAt(),
                        refund.reason()),
                refund.refundId());
    }

    /** Of all that are applied, now or before. */
    static List<OutgoingMessage> reversed(Recorded recorded) {
        List<OutgoingMessage> announcements = new ArrayList<>();
        Stream.concat(recorded.applied().stream(), recorded.appliedBefore().stream())
                .map(RefundMessages::reversed)
                .forEach(announcements::add);
        return announcements;
    }

    private static OutgoingMessage reversed(AppliedRefund applied) {
        Refund refund = applied.refund();
        return OutgoingMessage.of(
                new CommissionReversed(
                        refund.refundId(),
                        refund.transactionId(),
                        applied.buyerId(),
                        applied.amount(),
                        refund.currency(),
                        refund.refundedAt(),
                        applied.reversals().stream()
                                .map(RefundMessages::reversal)
                                .toList()),
                refund.refundId());
    }

    private static CommissionReversed.Reversal reversal(Reversal reversal) {
        return new CommissionReversed.Reversal(
                reversal.level(), reversal.userId(), reversal.rate(), reversal.multiplier(), reversal.amount());
    }
}
