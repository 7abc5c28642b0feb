// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.sale;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.volunteerscheduler.commission.World;
import org.volunteerscheduler.commission.rule.SaleFlag;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.platform.test.Servers;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("commission")
class SaleResourceTest {

    private final World world = new World();

    @Inject
    Pool database;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aSaleCanBeSettledByHandAndOnlyOnce() {
        world.chain(2, 1);
        String queue = world.broker().listen("commission.earned");
        SaleRecorded sale = world.sale("manual", 2, "100.50");
        for (int i = 0; i < 2; i++) {
            JsonPath settled = World.exact(World.post("sales", World.request(sale)));
            assertThat(settled.getString("status")).isEqualTo("settled");
            assertThat(World.amounts(settled)).containsExactly("10.05");
        }
        assertThat(World.exact(World.get("commissions?user_id=" + world.id(1))).getObject("total", BigDecimal.class))
                .isEqualByComparingTo("10.05");
        World.await(() -> world.broker().ready(queue) >= 2);
    }

    @Test
    void aPreviewStoresNothing() {
        world.chain(2, 1);
        SaleRecorded sale = world.sale("preview", 2, "100.50");
        assertThat(World.amounts(World.exact(World.post("sales/preview", World.request(sale)))))
                .containsExactly("10.05");
        World.get("sales/" + sale.transactionId())
                .then()
                .statusCode(404)
                .contentType(startsWith("application/problem+json"));
    }

    @Test
    void previewAndSettlementRaiseTheSameFlags() {
        world.chain(2, 1);
        SaleRecorded sale = world.sale("flagged", 2, "900000000000");
        JsonPath before = World.exact(World.post("sales/preview", World.request(sale)));
        JsonPath settled = World.exact(World.post("sales", World.request(sale)));
        JsonPath after = World.exact(World.post("sales/preview", World.request(sale)));

        assertThat(before.<Object>get()).isEqualTo(settled.get());
        assertThat(after.<Object>get()).isEqualTo(settled.get());
        assertThat(settled.getList("flags")).contains("unusual_amount");
    }

    /** At random times in two hours, so that some are rapid, and some unusual among the others. */
    @Test
    void aPreviewIsTheTruthBeforeAndAfterSettlementWhateverIsPostedAgain() {
        world.chain(2, 1);
        Random random = new Random(7);
        Instant start = Instant.parse("2011-04-01T10:00:00Z");
        Map<String, Object> settled = new LinkedHashMap<>();
        for (int i = 0; i < 25; i++) {
            SaleRecorded sale =
                    world.sale("true" + i, 2, i % 8 == 7 ? "1000" : "1", start.plusSeconds(random.nextInt(7200)));
            JsonPath preview = World.exact(World.post("sales/preview", World.request(sale)));
            JsonPath truth = World.exact(World.post("sales", World.request(sale)));
            assertThat(preview.<Object>get()).isEqualTo(truth.get());
            settled.put(sale.transactionId(), truth.get());
        }
        assertThat(settled.toString()).contains("rapid_sales", "unusual_amount");
        // Other sales have come since, and these requests say something else of a sale, or less.
        settled.forEach((id, truth) -> {
            String other = "{\"transaction_id\":\"%s\",\"user_id\":%d,\"amount\":7}".formatted(id, world.id(9));
            assertThat(World.exact(World.post("sales/preview", other)).<Object>get())
                    .isEqualTo(truth);
        });
    }

    @Test
    void aSaleThatWaitsIsPreviewedAndSettledAsItWasRecordedWhateverIsPostedAgain() {
        world.send(world.volunteer(2, 1, World.LONG_AGO, World.LONG_AGO));
        world.chain(3);
        Instant start = Instant.parse("2012-04-01T10:00:00Z");
        for (int i = 0; i <= SaleFlag.RAPID_SALES_ALLOWED; i++) {
            World.post("sales", World.request(world.sale("waited" + i, 2, "1", start.plusSeconds(i))));
        }
        String last = world.transaction("waited" + SaleFlag.RAPID_SALES_ALLOWED);
        assertThat(World.get("sales/" + last).jsonPath().getString("status")).isEqualTo("awaiting_volunteer");
        // The member of the chain whom it waits for never comes.
        database.preparedQuery("update sale set awaited_since = now() - interval '25 hours' where transaction_id = $1")
                .execute(Tuple.of(last))
                .await()
                .indefinitely();
        String byAnother = "{\"transaction_id\":\"%s\",\"user_id\":%d,\"amount\":900}".formatted(last, world.id(3));
        JsonPath preview = World.exact(World.post("sales/preview", byAnother));
        JsonPath truth = World.exact(World.post("sales", byAnother));
        assertThat(truth.getString("status")).isEqualTo("settled");
        assertThat(truth.getLong("user_id")).isEqualTo(world.id(2));
        assertThat(truth.getList("flags"))
                .contains("rapid_sales", "broken_chain")
                .doesNotContain("unusual_amount");
        assertThat(truth.getInt("conflicts")).isEqualTo(1);
        assertThat(preview.getList("flags")).isEqualTo(truth.getList("flags"));
        assertThat(preview.getString("status")).isEqualTo("settled");
        assertThat(preview.getLong("user_id")).isEqualTo(world.id(2));
    }

    @Test
    void aSaleThatWaitsDoesNotCountItself() {
        world.send(world.volunteer(1, 0, World.LONG_AGO, World.LONG_AGO));
        List<SaleRecorded> sales = IntStream.range(0, SaleFlag.RAPID_SALES_ALLOWED)
                .mapToObj(i -> world.sale("waits" + i, 2, "1"))
                .toList();
        sales.forEach(sale -> World.post("sales", World.request(sale)).then().statusCode(200));
        world.chain(2, 1);
        for (int i = 0; i < sales.size(); i++) {
            JsonPath settled = world.await("waits" + i, "settled");
            assertThat(settled.getList("flags")).isEmpty();
        }
    }

    @Test
    void aBadSaleIsRefusedWithAllItsViolations() {
        World.post("sales", "{\"user_id\":0,\"amount\":\"1\"}")
                .then()
                .statusCode(400)
                .body("violations", hasSize(3));
        World.post("sales/preview", "nonsense").then().statusCode(400);
        for (String path : List.of("sales", "sales/preview")) {
            World.post(path, "{\"user_id\":5,\"amount\":1,\"transaction_id\":\"tx1\u200b\"}")
                    .then()
                    .statusCode(400)
                    .body("violations.field", contains("transaction_id"));
        }
    }

    @Test
    void salesAreListedByFilterNewestFirstAndByPages() {
        world.chain(2, 1);
        for (int i = 0; i < 5; i++) {
            World.post("sales", World.request(world.sale("listed" + i, 2, "2000")))
                    .then()
                    .statusCode(200);
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonPath page = World.get("sales?limit=2&status=settled&user_id=" + world.id(2) + cursor)
                    .jsonPath();
            seen.addAll(page.getList("items.transaction_id", String.class));
            cursor = page.getString("next_cursor") == null ? null : "&cursor=" + page.getString("next_cursor");
        } while (cursor != null);
        assertThat(seen)
                .containsExactly(
                        world.transaction("listed4"),
                        world.transaction("listed3"),
                        world.transaction("listed2"),
                        world.transaction("listed1"),
                        world.transaction("listed0"));

        World.get("sales?status=awaiting_volunteer&user_id=" + world.id(2))
                .then()
                .body("items", hasSize(0));
        World.get("sales?flag=rapid_sales&user_id=" + world.id(2)).then().body("items", hasSize(0));
        World.get("sales?flag=circular_chain").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=1001",
                "limit=x",
                "flag=odd",
                "status=lost",
                "user_id=me",
                "user_id=-1",
                "cursor=!"
            })
    void aWrongParameterIsNamed(String parameter) {
        World.get("sales?" + parameter)
                .then()
                .statusCode(400)
                .body("violations.field", contains(parameter.substring(0, parameter.indexOf('='))));
    }

    @Test
    void onlyOperatorsChangeAndOnlyViewersLook() {
        given().get("/volunteer_scheduler/sales").then().statusCode(401);
        given().auth()
                .preemptive()
                .basic("viewer", "wrong")
                .get("/volunteer_scheduler/sales")
                .then()
                .statusCode(401);
        for (String user : List.of("viewer", "scheduler")) {
            given().auth()
                    .preemptive()
                    .basic(user, Servers.password(user))
                    .contentType("application/json")
                    .body("{}")
                    .post("/volunteer_scheduler/sales")
                    .then()
                    .statusCode(403);
        }
        given().auth()
                .preemptive()
                .basic("scheduler", Servers.password("scheduler"))
                .get("/volunteer_scheduler/sales")
                .then()
                .statusCode(403);
        for (String open :
                List.of("/q/health/ready", "/q/health/live", "/q/health/started", "/q/metrics", "/q/openapi")) {
            given().get(open).then().statusCode(200);
        }
    }

    @Test
    void aTransactionIdMayHoldAnythingPrintable() {
        world.chain(2, 1);
        String odd = "a/b?c#d e\\\\f%😀-" + world.id(0);
        World.post("sales", "{\"user_id\":%d,\"amount\":1,\"transaction_id\":\"%s\"}".formatted(world.id(2), odd))
                .then()
                .statusCode(200);
        given().auth()
                .preemptive()
                .basic("viewer", Servers.password("viewer"))
                .get("/volunteer_scheduler/sales/{id}", odd.replace("\\\\", "\\"))
                .then()
                .statusCode(200)
                .body("transaction_id", is(odd.replace("\\\\", "\\")));
    }

    /** What is refused with 400 need not be. */
    @Test
    void everySaleThatIsTakenCanBeReadBack() {
        Random random = new Random(20261125);
        String[] parts = {"/", "//", "%", "%2F", "%00", ";", "?", "#", "+", " ", ".", "..", "\\", "é", "😀", "a", "A"};
        int taken = 0;
        for (int i = 0; i < 60; i++) {
            String id = IntStream.rangeClosed(0, random.nextInt(4))
                    .mapToObj(part -> parts[random.nextInt(parts.length)])
                    .collect(Collectors.joining());
            String body = "{\"user_id\":%d,\"amount\":1,\"transaction_id\":\"%s\"}"
                    .formatted(world.id(1), id.replace("\\", "\\\\"));
            int status = World.post("sales", body).statusCode();
            assertThat(status).as(id).isIn(200, 400);
            if (status == 200) {
                taken++;
                String path =
                        "sales/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
                assertThat(World.getEncoded(path)
                                .then()
                                .statusCode(200)
                                .extract()
                                .<String>path("transaction_id"))
                        .isEqualTo(id);
            }
        }
        assertThat(taken).isGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%00b", "%01", "%0A", "%E2%80%A8", "%EF%BF%BF"})
    void anIdThatNoSaleCanHaveIsAnsweredAsSuch(String id) {
        World.getEncoded("sales/" + id).then().statusCode(400).body("violations.field", contains("transaction_id"));
    }
}
