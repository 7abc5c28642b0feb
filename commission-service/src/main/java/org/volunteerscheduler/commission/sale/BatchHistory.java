package org.volunteerscheduler.commission.sale;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.volunteerscheduler.commission.rule.SaleFlag;
import org.volunteerscheduler.commission.rule.SaleFlag.Total;
import org.volunteerscheduler.contracts.SaleRecorded;

/**
 * The new sales of a batch that came before a sale of the same batch. They count for its flags as if they had been
 * recorded, so that flags do not depend on how sales fall into batches.
 */
final class BatchHistory {

    private final List<SaleRecorded> earlier = new ArrayList<>();

    void add(SaleRecorded sale) {
        earlier.add(sale);
    }

    int recentByBuyer(SaleRecorded sale) {
        Instant since = sale.soldAt().minus(SaleFlag.RAPID_WINDOW);
        int count = 0;
        for (SaleRecorded other : earlier) {
            if (other.userId() == sale.userId()
                    && other.soldAt().isAfter(since)
                    && !other.soldAt().isAfter(sale.soldAt())) {
                count++;
            }
        }
        return count;
    }

    Total before(SaleRecorded sale) {
        long start = SaleTotals.start(sale.soldAt());
        long end = SaleTotals.end(sale.soldAt());
        Total total = Total.NONE;
        for (SaleRecorded other : earlier) {
            long second = other.soldAt().getEpochSecond();
            if (second >= start && second < end) {
                total = total.plus(new Total(1, other.amount()));
            }
        }
        return total;
    }
}
