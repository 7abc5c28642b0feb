// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {

    private final RetryPolicy policy = new RetryPolicy(List.of(Duration.ofSeconds(10), Duration.ofMinutes(1)));

    @ParameterizedTest
    @CsvSource({"1, PT10S", "2, PT1M"})
    void eachFailureHasItsDelay(int failures, Duration delay) {
        assertThat(policy.delayAfter(failures)).hasValue(delay);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, Integer.MAX_VALUE})
    void oneFailureAfterTheLastDelayIsTheLast(int failures) {
        assertThat(policy.delayAfter(failures)).isEmpty();
    }

    @Test
    void withoutDelaysNothingIsTriedAgain() {
        assertThat(new RetryPolicy(List.of()).delayAfter(1)).isEmpty();
    }
}
