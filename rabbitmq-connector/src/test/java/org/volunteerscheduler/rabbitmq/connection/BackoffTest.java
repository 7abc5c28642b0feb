// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));

    @ParameterizedTest
    @CsvSource({"1, PT0.2S", "2, PT0.4S", "3, PT0.8S", "5, PT3.2S", "6, PT5S", "2147483647, PT5S"})
    void doublesUpToTheLongestPause(int failures, Duration pause) {
        assertThat(BACKOFF.pause(failures)).isEqualTo(pause);
    }

    @Test
    void refusesPausesOutOfOrder() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
    }
}
