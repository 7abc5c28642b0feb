package org.volunteerscheduler.commission.sale;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.platform.messaging.OutgoingMessage;

/** Sales from the queue to the ledger. */
@ApplicationScoped
public class SaleConsumer {

    private final SaleSettlement settlement;

    public SaleConsumer(SaleSettlement settlement) {
        this.settlement = settlement;
    }

    @Incoming("sales")
    @Outgoing("settled-sales")
    Uni<List<OutgoingMessage>> settle(List<SaleRecorded> batch) {
        return settlement.settle(batch.stream().map(SaleMessages::sale).toList());
    }
}
