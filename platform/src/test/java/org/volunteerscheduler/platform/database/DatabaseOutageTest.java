// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseOutageTest {

    @ParameterizedTest
    @ValueSource(strings = {"08006", "40P01", "40001", "53300", "57P01", "57P03", "58030"})
    void whatPassesIsAnOutage(String sqlState) {
        assertThat(DatabaseOutage.is(refused(sqlState))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "23514", "22003", "42P01", "42601"})
    void whatTheStatementItselfCausesIsNone(String sqlState) {
        assertThat(DatabaseOutage.is(refused(sqlState))).isFalse();
        assertThat(DatabaseOutage.is(new IllegalStateException(refused(sqlState))))
                .isFalse();
    }

    @Test
    void aLostConnectionIsAnOutageHoweverItIsWrapped() {
        assertThat(DatabaseOutage.is(new ConnectException("refused"))).isTrue();
        assertThat(DatabaseOutage.is(new IllegalStateException(new ConnectException("refused"))))
                .isTrue();
        assertThat(DatabaseOutage.is(new VertxException("closed", true))).isTrue();
    }

    @Test
    void whereNoConnectionBecomesFreeInTimeIsAnOutage() {
        // As the pool says it.
        assertThat(DatabaseOutage.is(Future.failedFuture("Timeout").cause())).isTrue();
    }

    @Test
    void ourOwnMistakeIsNone() {
        assertThat(DatabaseOutage.is(new NullPointerException())).isFalse();
    }

    private static PgException refused(String sqlState) {
        return new PgException("refused", "ERROR", sqlState, null);
    }
}
