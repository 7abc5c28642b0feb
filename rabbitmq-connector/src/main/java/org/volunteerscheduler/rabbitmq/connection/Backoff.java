// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.connection;

import java.time.Duration;

/** Pauses between attempts: the first one, then twice as long each time, up to the longest. */
public record Backoff(Duration first, Duration longest) {

    private static final int MAX_DOUBLINGS = 30;

    /** @throws IllegalArgumentException if the first pause is not above zero, or exceeds the longest */
    public Backoff {
        if (!first.isPositive() || first.compareTo(longest) > 0) {
            throw new IllegalArgumentException("need 0 < first <= longest: " + first + ", " + longest);
        }
    }

    /** @param failures in a row, from 1 */
    public Duration pause(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
