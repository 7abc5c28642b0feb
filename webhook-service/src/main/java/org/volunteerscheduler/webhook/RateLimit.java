// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * So many requests a second, with a burst of one second's worth: the generic cell rate algorithm, one number of state
 * and no lock.
 */
final class RateLimit {

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private final AtomicLong nextFree;

    /** @param perSecond 0: no limit */
    RateLimit(int perSecond, LongSupplier nanoTime) {
        if (perSecond < 0) {
            throw new IllegalArgumentException("a rate can't be negative: " + perSecond);
        }
        this.intervalNanos = perSecond == 0 ? 0 : SECOND_NANOS / perSecond;
        this.nanoTime = nanoTime;
        this.nextFree = new AtomicLong(nanoTime.getAsLong());
    }

    boolean admits() {
        if (intervalNanos == 0) {
            return true;
        }
        long now = nanoTime.getAsLong();
        while (true) {
            long free = nextFree.get();
            long start = free - now > 0 ? free : now;
            if (start - now > SECOND_NANOS - intervalNanos) {
                return false;
            }
            if (nextFree.compareAndSet(free, start + intervalNanos)) {
                return true;
            }
        }
    }
}
