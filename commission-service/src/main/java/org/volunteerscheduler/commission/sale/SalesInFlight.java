// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.sale;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.volunteerscheduler.commission.rule.EarlierSales;
import org.volunteerscheduler.commission.rule.KnownSale;
import org.volunteerscheduler.commission.rule.Sale;
import org.volunteerscheduler.commission.rule.SaleFacts;
import org.volunteerscheduler.commission.rule.SaleFacts.Candidate;

/**
 * Sales that are being recorded while the next batch is gathered. One statement records them, so a look at the database
 * counts all of the new ones or none.
 *
 * @param anyId of one of the new ones, from which a look tells whether it counts them; 0 if there is none
 * @param fresh the new ones
 * @param transactionIds of all, new or not
 */
record SalesInFlight(long anyId, EarlierSales fresh, Set<String> transactionIds) {

    static final SalesInFlight NONE = new SalesInFlight(0, EarlierSales.NONE, Set.of());

    static SalesInFlight of(SaleFacts facts) {
        List<Candidate> fresh = facts.sales().stream()
                .filter(candidate -> candidate.known() instanceof KnownSale.New)
                .toList();
        return new SalesInFlight(
                fresh.isEmpty() ? 0 : fresh.getFirst().known().id(),
                EarlierSales.of(fresh.stream().map(Candidate::sale).toList()),
                facts.sales().stream()
                        .map(candidate -> candidate.delivered().transactionId())
                        .collect(Collectors.toSet()));
    }

    boolean haveAnyOf(List<Sale> sales) {
        return sales.stream().map(Sale::transactionId).anyMatch(transactionIds::contains);
    }

    /** What a look at the database missed. */
    EarlierSales uncounted(boolean counted) {
        return counted ? EarlierSales.NONE : fresh;
    }
}
