// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.sale;

import org.volunteerscheduler.commission.ledger.SettledSale;
import org.volunteerscheduler.commission.rule.CommissionSchedule.Commission;
import org.volunteerscheduler.commission.rule.Sale;
import org.volunteerscheduler.contracts.CommissionEarned;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.platform.messaging.OutgoingMessage;

/** Sales as messages. The same sale gives the same message ids, so that a listener can tell a repetition. */
final class SaleMessages {

    private SaleMessages() {}

    static Sale sale(SaleRecorded message) {
        return new Sale(
                message.transactionId(),
                message.userId(),
                message.amount(),
                message.currency(),
                message.soldAt(),
                message.receivedAt());
    }

    static OutgoingMessage recorded(Sale sale) {
        return OutgoingMessage.of(
                new SaleRecorded(
                        sale.transactionId(),
                        sale.buyerId(),
                        sale.amount(),
                        sale.currency(),
                        sale.soldAt(),
                        sale.receivedAt()),
                sale.transactionId());
    }

    static OutgoingMessage earned(SettledSale settled) {
        Sale sale = settled.sale();
        return OutgoingMessage.of(
                new CommissionEarned(
                        sale.transactionId(),
                        sale.buyerId(),
                        sale.amount(),
                        sale.currency(),
                        sale.soldAt(),
                        settled.commissions().stream()
                                .map(SaleMessages::commission)
                                .toList()),
                sale.transactionId());
    }

    private static CommissionEarned.Commission commission(Commission commission) {
        return new CommissionEarned.Commission(
                commission.level(),
                commission.userId(),
                commission.rate(),
                commission.multiplier(),
                commission.amount());
    }
}
