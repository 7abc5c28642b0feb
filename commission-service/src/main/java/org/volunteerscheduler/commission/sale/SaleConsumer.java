// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.sale;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.volunteerscheduler.commission.refund.RefundMessages;
import org.volunteerscheduler.commission.rule.Refund;
import org.volunteerscheduler.commission.rule.Sale;
import org.volunteerscheduler.contracts.RefundRecorded;
import org.volunteerscheduler.contracts.SaleMessage;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.platform.messaging.OutgoingMessage;

/** Sales and their refunds from the queue to the ledger: of a batch the sales first, then what is refunded of any. */
@ApplicationScoped
public class SaleConsumer {

    private final SaleSettlement settlement;

    public SaleConsumer(SaleSettlement settlement) {
        this.settlement = settlement;
    }

    @Incoming("sales")
    @Outgoing("settled-sales")
    Uni<List<OutgoingMessage>> settle(List<SaleMessage> batch) {
        List<Sale> sold = new ArrayList<>(batch.size());
        List<Refund> refunded = new ArrayList<>();
        for (SaleMessage message : batch) {
            switch (message) {
                case SaleRecorded sale -> sold.add(SaleMessages.sale(sale));
                case RefundRecorded refund -> refunded.add(RefundMessages.refund(refund));
            }
        }
        return refunded.isEmpty() ? settlement.settle(sold) : settlement.settleAndRefund(sold, refunded);
    }
}
