// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.commission.World;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("commission")
class LedgerMonthsTest {

    private final World world = new World();
    private YearMonth month = YearMonth.of(2040, 12);

    @Inject
    Pool database;

    /** Of two years that nobody else sells in. */
    @BeforeEach
    void findAMonth() {
        while (isMade(month)) {
            month = month.plusYears(2);
        }
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whileSomebodyReadsTheLedgerTheMonthsAreStillToBeMadeAndSalesAreSettled() {
        world.chain(2, 1);
        SqlConnection reader = database.getConnectionAndAwait();
        try {
            reader.query("begin").executeAndAwait();
            reader.query("select 1 from ledger_entry limit 1").executeAndAwait();
            for (int i = 0; i < 10; i++) {
                String sale = "beside" + i;
                world.send(world.sale(sale, 2, "10", beginOf(month.plusYears(1))));
                assertThat(missing(month, 3)).isEqualTo(3);
                world.await(sale, "settled");
            }
        } finally {
            reader.query("rollback").executeAndAwait();
            reader.closeAndAwait();
        }
        assertThat(missing(month, 3)).isZero();
    }

    @Test
    void aMonthHasItsEntriesItsIndexesAndIsImmutable() {
        assertThat(missing(month, 2)).isZero();
        assertThat(missing(month, 2)).isZero();
        world.chain(2, 1);
        world.send(
                world.sale("last", 2, "10", beginOf(month.plusMonths(1)).minusNanos(1000)),
                world.sale("first", 2, "10", beginOf(month.plusMonths(1))));
        world.await("last", "settled");
        world.await("first", "settled");
        for (String partition : List.of(partition(month), partition(month.plusMonths(1)))) {
            assertThat(number("select count(*) from " + partition)).isEqualTo(1);
            assertThat(number(
                            "select count(*) from pg_inherits join pg_index on indexrelid = inhrelid where indrelid = '"
                                    + partition + "'::regclass"))
                    .isEqualTo(number("select count(*) from pg_index where indrelid = 'ledger_entry'::regclass"));
            assertThatThrownBy(() -> database.query("delete from " + partition).executeAndAwait())
                    .isInstanceOfSatisfying(PgException.class, refused -> assertThat(refused.getSqlState())
                            .isEqualTo("23001"));
        }
    }

    @Test
    void aMonthWhoseEntriesCameFirstStaysInTheDefaultPartition() {
        world.chain(2, 1);
        world.send(world.sale("early", 2, "10", beginOf(month.plusMonths(1))));
        world.await("early", "settled");
        assertThat(missing(month, 3)).isZero();
        assertThat(number("select count(*) from ledger_entry_other where sold_at = '" + beginOf(month.plusMonths(1))
                        + "'"))
                .isEqualTo(1);
        assertThat(Stream.of(0, 1, 2).map(month::plusMonths).map(this::isMade)).containsExactly(true, false, true);
    }

    private boolean isMade(YearMonth month) {
        return number("select count(to_regclass('" + partition(month) + "'))") == 1;
    }

    private static String partition(YearMonth month) {
        return "ledger_entry_" + month.toString().replace('-', '_');
    }

    private static Instant beginOf(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private int missing(YearMonth first, int months) {
        return (int) number("select ensure_ledger_months('" + first.atDay(1) + "', " + months + ")");
    }

    private long number(String query) {
        return database.query(query).executeAndAwait().iterator().next().getLong(0);
    }
}
