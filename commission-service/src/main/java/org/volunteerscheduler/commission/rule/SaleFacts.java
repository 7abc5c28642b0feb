// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the rules need to know to decide on a batch of sales, gathered at one instant.
 *
 * @param sales each of the batch once, in its order
 * @param paths for each buyer the way up: the buyer, the referrer …, as far as they are known and one further
 * @param recorded totals of the recorded sales around the windows of these
 * @param now by which waiting is measured
 */
public record SaleFacts(
        List<Candidate> sales, Map<Long, List<ReferralChain.Member>> paths, RecordedTotals recorded, Instant now) {

    public static SaleFacts none(Instant now) {
        return new SaleFacts(List.of(), Map.of(), new RecordedTotals(Map.of(), EarlierSales.NONE), now);
    }

    /**
     * One delivered sale and what is recorded of it.
     *
     * @param delivered the first delivery of its id in the batch
     * @param repetitions further deliveries of its id in the batch
     * @param recentByBuyer the buyer's other recorded sales in the rapid window of {@link #sale()}; counting may stop at
     *     what the rule allows
     */
    public record Candidate(Sale delivered, List<Sale> repetitions, KnownSale known, int recentByBuyer) {

        /** What counts: a sale that is recorded counts as it was recorded. */
        public Sale sale() {
            return switch (known) {
                case KnownSale.New fresh -> delivered;
                case KnownSale.Waiting waiting -> waiting.sale();
                case KnownSale.Settled settled -> settled.sale();
            };
        }

        /** The same, with these counted as recorded, too. */
        public Candidate counting(EarlierSales uncounted) {
            return new Candidate(delivered, repetitions, known, recentByBuyer + uncounted.recentByBuyer(sale()));
        }
    }
}
