// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.commission.rule.SaleFlag.Total;

/**
 * New sales that were decided on but not recorded when the facts were gathered. They count for the flags of later ones
 * as if they had been recorded, so flags do not depend on how sales fall into batches.
 */
public final class EarlierSales {

    /** None at all. */
    public static final EarlierSales NONE = new EarlierSales();

    private final List<Sale> sales = new ArrayList<>();
    private final Map<Long, List<Instant>> soldAtByBuyer = new HashMap<>();
    private Total all = Total.NONE;
    private long firstSecond = Long.MAX_VALUE;
    private long lastSecond = Long.MIN_VALUE;

    public static EarlierSales of(Collection<Sale> sales) {
        EarlierSales earlier = new EarlierSales();
        sales.forEach(earlier::add);
        return earlier;
    }

    void add(Sale sale) {
        sales.add(sale);
        soldAtByBuyer
                .computeIfAbsent(sale.buyerId(), buyer -> new ArrayList<>())
                .add(sale.soldAt());
        all = all.plus(new Total(1, sale.amount()));
        firstSecond = Math.min(firstSecond, sale.soldAt().getEpochSecond());
        lastSecond = Math.max(lastSecond, sale.soldAt().getEpochSecond());
    }

    /** Within the rapid window of this sale. */
    public int recentByBuyer(Sale sale) {
        Instant since = sale.soldAt().minus(SaleFlag.RAPID_WINDOW);
        int count = 0;
        for (Instant soldAt : soldAtByBuyer.getOrDefault(sale.buyerId(), List.of())) {
            if (soldAt.isAfter(since) && !soldAt.isAfter(sale.soldAt())) {
                count++;
            }
        }
        return count;
    }

    Total within(SalesWindow window) {
        // Sales that come as they happen have all earlier ones of the batch in their window.
        if (window.start() <= firstSecond && lastSecond < window.end()) {
            return all;
        }
        Total total = Total.NONE;
        for (Sale sale : sales) {
            if (window.contains(sale.soldAt())) {
                total = total.plus(new Total(1, sale.amount()));
            }
        }
        return total;
    }
}
