package org.volunteerscheduler.commission.sale;

import java.time.Instant;
import java.util.List;
import org.volunteerscheduler.contracts.SaleRecorded;

/**
 * A sale as it stands in the database.
 *
 * @param awaitedSince when it began to wait for whom it waits for; null if it is settled
 * @param settledAt null while it waits for a volunteer
 * @param awaitedUserId whom it waits for; null if it is settled
 * @param flags as they are shown
 */
public record RecordedSale(
        long id,
        SaleRecorded sale,
        Instant awaitedSince,
        Instant settledAt,
        Long awaitedUserId,
        List<String> flags,
        int conflicts) {

    boolean settled() {
        return settledAt != null;
    }

    /** Whether a later delivery contradicts this one. */
    boolean contradicts(SaleRecorded delivery) {
        return sale.userId() != delivery.userId()
                || sale.amount().compareTo(delivery.amount()) != 0
                || !sale.currency().equals(delivery.currency());
    }
}
