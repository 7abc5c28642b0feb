// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.platform.test.PackagedService;
import org.volunteerscheduler.platform.test.PgBouncer;
import org.volunteerscheduler.platform.test.TestBroker;

/** With a pooler between the service and its database. */
class PgBouncerIT {

    private static final String HOST = "commission-pgbouncer";

    private final World world = new World(TestBroker.fresh(HOST));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aConnectionEachIsAsGoodAsNone() {
        try (PgBouncer pooler = PgBouncer.start("commission", "session");
                PackagedService service = start(pooler)) {
            service.awaitReady();
            salesAreSettled();
        }
    }

    @Test
    void sharedConnectionsNeedAPoolerThatKeepsWhatWasPrepared() {
        try (PgBouncer pooler = PgBouncer.start("commission", "transaction");
                PackagedService service = start(pooler)) {
            if (PgBouncer.keepsPreparedStatements()) {
                service.awaitReady();
                salesAreSettled();
            } else {
                assertThat(service.awaitRefusal())
                        .contains("POSTGRES_HOST", "pool_mode=session", "max_prepared_statements");
            }
        }
    }

    private static PackagedService start(PgBouncer pooler) {
        PackagedService service = PackagedService.start(
                "commission",
                HOST,
                Map.of("POSTGRES_HOST", "127.0.0.1", "POSTGRES_PORT", String.valueOf(pooler.port())));
        RestAssured.port = service.port();
        return service;
    }

    private void salesAreSettled() {
        world.chain(3, 2, 1);
        SaleRecorded[] sales = new SaleRecorded[200];
        for (int i = 0; i < sales.length; i++) {
            sales[i] = world.sale("pooled" + i, 3, "10");
        }
        world.send(sales);
        World.await(() -> World.exact(World.get("commissions?limit=1&user_id=" + world.id(2)))
                        .getDouble("total")
                == sales.length);
        assertThat(World.get("sales?limit=10").statusCode()).isEqualTo(200);
        assertThat(world.broker().ready(Queue.COMMISSIONS.deadLetterQueueName()))
                .isZero();
    }
}
