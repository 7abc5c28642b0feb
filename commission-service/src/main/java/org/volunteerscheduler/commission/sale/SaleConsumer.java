package org.volunteerscheduler.commission.sale;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.platform.database.DatabaseOutage;
import org.volunteerscheduler.platform.messaging.BatchConsumers;

/** Sales from the queue to the ledger. */
@ApplicationScoped
public class SaleConsumer {

    /** Larger batches gain little and let a higher priority wait longer. */
    private static final int MAX_BATCH = 500;

    private final BatchConsumers consumers;
    private final SaleSettlement settlement;

    public SaleConsumer(BatchConsumers consumers, SaleSettlement settlement) {
        this.consumers = consumers;
        this.settlement = settlement;
    }

    void start(@Observes @Priority(1) StartupEvent event) {
        consumers.consume(
                Queue.COMMISSIONS,
                MAX_BATCH,
                Map.of(MessageType.SALE_RECORDED, SaleRecorded::read),
                batch -> settlement.settle(batch.stream()
                        .map(message -> SaleMessages.sale((SaleRecorded) message))
                        .toList()),
                DatabaseOutage::is);
    }
}
