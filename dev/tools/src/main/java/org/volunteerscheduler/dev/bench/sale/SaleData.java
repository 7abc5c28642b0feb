// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.sale;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Random;
import java.util.stream.IntStream;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.dev.bench.fact.VolunteerData;

/** Random sales to volunteers who have five referrers each; the same in every run. */
final class SaleData {

    private static final long SEED = 20_241_215;
    /** A queue that has waited for an hour. */
    private static final Duration BACKLOG = Duration.ofHours(1);

    private final Random random = new Random(SEED);
    private final VolunteerData volunteers;
    private int made;

    SaleData(VolunteerData volunteers) {
        this.volunteers = volunteers;
    }

    long randomBuyer() {
        return random.nextLong(volunteers.firstWithAllReferrers(), volunteers.volunteers() + 1);
    }

    /** 10.00 to 999.99 tokens. */
    BigDecimal randomAmount() {
        return BigDecimal.valueOf(1_000 + random.nextInt(99_000), 2);
    }

    /** Sales that happened one after another until {@code now}. */
    Iterator<SaleRecorded> backlog(int count, Instant now) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    Instant at = now.minus(BACKLOG.multipliedBy(count - i).dividedBy(count));
                    return new SaleRecorded("bench_" + made++, randomBuyer(), randomAmount(), "SCICENT", at, at);
                })
                .iterator();
    }
}
