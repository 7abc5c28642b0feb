// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("commission")
class DatabaseConnectionTest {

    @Inject
    Pool database;

    @ParameterizedTest
    @CsvSource({
        "plan_cache_mode, force_custom_plan",
        "jit, off",
        "idle_in_transaction_session_timeout, 1min",
        "tcp_keepalives_idle, 60",
    })
    void whatEveryConnectionSetsReachesTheServer(String setting, String value) {
        assertThat(database.query("show " + setting)
                        .execute()
                        .await()
                        .indefinitely()
                        .iterator()
                        .next()
                        .getString(0))
                .isEqualTo(value);
    }
}
