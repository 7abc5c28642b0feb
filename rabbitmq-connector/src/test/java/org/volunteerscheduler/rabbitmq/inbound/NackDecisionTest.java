// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.volunteerscheduler.rabbitmq.outbound.NotPublished;

class NackDecisionTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 500})
    void aBatchWhoseAnnouncementsWereNotConfirmedIsRepeated(int messages) {
        assertThat(NackDecision.of(new NotPublished("lost"), messages, failure -> false))
                .isEqualTo(new NackDecision.Repeat());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 500})
    void anOutageCostsNoAttempt(int messages) {
        assertThat(NackDecision.of(new IOException("away"), messages, failure -> failure instanceof IOException))
                .isEqualTo(new NackDecision.Repeat());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 500})
    void whatFailsInCompanyIsTriedAlone(int messages) {
        assertThat(NackDecision.of(new IllegalStateException(), messages, failure -> false))
                .isEqualTo(new NackDecision.Split());
    }

    @Test
    void whatFailsAloneHasFailed() {
        assertThat(NackDecision.of(new IllegalStateException(), 1, failure -> false))
                .isEqualTo(new NackDecision.Fail());
    }
}
