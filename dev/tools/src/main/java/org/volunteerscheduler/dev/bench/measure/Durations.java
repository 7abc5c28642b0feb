// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.measure;

import java.util.Arrays;
import org.volunteerscheduler.dev.system.Failure;

/** Measured durations, for percentiles. */
public final class Durations {

    private static final double NANOS_PER_MILLISECOND = 1e6;

    private long[] nanos = new long[1 << 16];
    private int count;

    public synchronized void add(long durationNanos) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = durationNanos;
    }

    public synchronized int count() {
        return count;
    }

    /** Nearest rank: the smallest duration that this share of all does not exceed. */
    public synchronized double percentileMilliseconds(double percent) {
        if (count == 0) {
            throw new Failure("nothing was done in the time that was measured; see --seconds and --warm-up");
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * count);
        return sorted[Math.max(rank, 1) - 1] / NANOS_PER_MILLISECOND;
    }
}
