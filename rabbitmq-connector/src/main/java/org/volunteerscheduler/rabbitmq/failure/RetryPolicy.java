// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.failure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long a message waits after each failure.
 *
 * @param delays after the first failure, the second …; after one more it is given up
 */
public record RetryPolicy(List<Duration> delays) {

    /** @param delays may be empty: then the first failure is the last */
    public RetryPolicy {
        delays = List.copyOf(delays);
    }

    /**
     * @param failures of the message so far, from 1
     * @return empty if it is given up
     */
    public Optional<Duration> delayAfter(int failures) {
        return failures <= delays.size() ? Optional.of(delays.get(failures - 1)) : Optional.empty();
    }
}
