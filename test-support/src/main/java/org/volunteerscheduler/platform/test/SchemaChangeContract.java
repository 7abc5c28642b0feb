// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds of every service's schema: above all, a migration of a later version does not disturb a replica of this one. */
public abstract class SchemaChangeContract {

    /** More than the pool has connections, so that each has prepared what is asked. */
    private static final int CALLERS = 15;

    private static final Pattern RETRIES = Pattern.compile("(?m)^volunteer_scheduler_retries_total.* ([0-9.]+)$");

    @Inject
    Pool database;

    @Test
    void theSchemaChangesUnderARunningServiceAndNobodyNotices() {
        double retries = retries();
        workAndAsk("before");
        try (SchemaChange change = new SchemaChange(database)) {
            workAndAsk("during");
        }
        workAndAsk("after");
        assertThat(retries()).as("messages that were tried again").isEqualTo(retries);
    }

    /** Whatever the server's locale: two ids are one only if they are the same bytes. */
    @Test
    void theTextOfEveryKeyComparesByItsBytes() {
        List<String> byLocale = new ArrayList<>();
        database.query("""
                        select distinct attrelid::regclass || '.' || attname as name
                        from pg_index join pg_class on pg_class.oid = indrelid
                            join pg_attribute on attrelid = indrelid and attnum = any (indkey[0:indnkeyatts - 1])
                        where relnamespace = 'public'::regnamespace and attcollation not in (0, '"C"'::regcollation)
                        """).executeAndAwait().forEach(key -> byLocale.add(key.getString("name")));
        assertThat(byLocale).isEmpty();
    }

    private void workAndAsk(String when) {
        work(when);
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            CompletableFuture.allOf(IntStream.range(0, CALLERS)
                            .mapToObj(caller -> CompletableFuture.runAsync(() -> ask(when), callers))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }

    /** One message of each kind, and their effects awaited. */
    protected abstract void work(String when);

    /** Every request that reads the database, each answered as usual. */
    protected abstract void ask(String when);

    private static double retries() {
        return Stream.of(given().get("/q/metrics").asString())
                .flatMap(metrics -> RETRIES.matcher(metrics).results())
                .mapToDouble(metric -> Double.parseDouble(metric.group(1)))
                .sum();
    }
}
