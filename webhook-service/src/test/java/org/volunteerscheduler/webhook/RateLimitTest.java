// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

    @Test
    void aSecondsWorthIsAdmittedAtOnceAndThenTheRate() {
        RateLimit limit = new RateLimit(10, now::get);
        assertThat(admitted(limit, 50)).isEqualTo(10);
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(99));
        assertThat(admitted(limit, 50)).isZero();
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(201));
        assertThat(admitted(limit, 50)).isEqualTo(3);
        now.addAndGet(TimeUnit.HOURS.toNanos(1));
        assertThat(admitted(limit, 50)).isEqualTo(10);
    }

    @Test
    void zeroIsNoLimit() {
        assertThat(admitted(new RateLimit(0, now::get), 100_000)).isEqualTo(100_000);
    }

    private static long admitted(RateLimit limit, int requests) {
        return IntStream.range(0, requests).filter(i -> limit.admits()).count();
    }
}
