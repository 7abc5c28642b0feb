package org.volunteerscheduler.commission.sale;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.commission.rule.SaleFlag;
import org.volunteerscheduler.commission.rule.SaleFlag.Total;
import org.volunteerscheduler.contracts.SaleRecorded;

/**
 * The new sales of a batch that came before a sale of the same batch. They count for its flags as if they had been
 * recorded, so that flags do not depend on how sales fall into batches.
 */
final class BatchHistory {

    private final List<SaleRecorded> earlier = new ArrayList<>();
    private final Map<Long, List<Instant>> soldAtByBuyer = new HashMap<>();
    private Total all = Total.NONE;
    private long firstSecond = Long.MAX_VALUE;
    private long lastSecond = Long.MIN_VALUE;

    void add(SaleRecorded sale) {
        earlier.add(sale);
        soldAtByBuyer.computeIfAbsent(sale.userId(), buyer -> new ArrayList<>()).add(sale.soldAt());
        all = all.plus(new Total(1, sale.amount()));
        firstSecond = Math.min(firstSecond, sale.soldAt().getEpochSecond());
        lastSecond = Math.max(lastSecond, sale.soldAt().getEpochSecond());
    }

    int recentByBuyer(SaleRecorded sale) {
        Instant since = sale.soldAt().minus(SaleFlag.RAPID_WINDOW);
        int count = 0;
        for (Instant soldAt : soldAtByBuyer.getOrDefault(sale.userId(), List.of())) {
            if (soldAt.isAfter(since) && !soldAt.isAfter(sale.soldAt())) {
                count++;
            }
        }
        return count;
    }

    Total before(SaleRecorded sale) {
        long start = SaleTotals.start(sale.soldAt());
        long end = SaleTotals.end(sale.soldAt());
        // Sales that come as they happen have all of the batch's earlier ones before them.
        if (start <= firstSecond && lastSecond < end) {
            return all;
        }
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
