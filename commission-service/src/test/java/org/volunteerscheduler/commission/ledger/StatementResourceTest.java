// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.ledger;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.commission.World;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.platform.test.Servers;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("commission")
class StatementResourceTest {

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aStatementHasEntriesWithTheirSaleAndATotalOverTheRange() {
        world.chain(2, 1);
        Instant[] times = {
            Instant.parse("2024-01-31T23:59:59Z"),
            Instant.parse("2024-02-01T00:00:00Z"),
            Instant.parse("2024-02-29T23:59:59Z"),
            Instant.parse("2024-03-01T00:00:00Z")
        };
        for (int i = 0; i < times.length; i++) {
            settle(world.sale("s" + i, 2, "10", times[i]));
        }
        JsonPath statement = World.exact(World.get("commissions?from=2024-02-01&to=2024-03-01&user_id=" + world.id(1)));
        assertThat(statement.getList("items.transaction_id"))
                .containsExactly(world.transaction("s2"), world.transaction("s1"));
        assertThat(statement.getObject("total", BigDecimal.class)).isEqualByComparingTo("2.00");
        assertThat(statement.getObject("items[0].sale_amount", BigDecimal.class))
                .isEqualByComparingTo("10");
        assertThat(statement.getObject("items[0].rate", BigDecimal.class)).isEqualByComparingTo("0.10");
        assertThat(statement.getLong("items[0].buyer_id")).isEqualTo(world.id(2));
    }

    @Test
    void pagesTogetherAreTheWholeStatement() {
        world.chain(2, 1);
        Instant sameTime = Instant.parse("2024-05-05T05:05:05Z");
        for (int i = 0; i < 7; i++) {
            settle(world.sale("p" + i, 2, "10", sameTime));
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonPath page = World.get("commissions?limit=3&user_id=" + world.id(1) + cursor)
                    .jsonPath();
            seen.addAll(page.getList("items.transaction_id", String.class));
            cursor = page.getString("next_cursor") == null ? null : "&cursor=" + page.getString("next_cursor");
        } while (cursor != null);
        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void aStatementHasWhatRefundsTookBackAfterWhatWasPaidOnAnyPage() {
        world.chain(2, 1);
        settle(world.sale("kept", 2, "10", Instant.parse("2024-05-05T05:05:05Z")));
        settle(world.sale("refunded", 2, "10", Instant.parse("2024-05-06T05:05:05Z")));
        world.send(world.refund("half", "refunded", "5"), world.refund("rest", "refunded", null));
        world.await("refunded", "refunded");

        List<JsonPath> pages = new ArrayList<>();
        String cursor = "";
        do {
            pages.add(World.exact(World.get("commissions?limit=1&user_id=" + world.id(1) + cursor)));
            cursor = "&cursor=" + pages.getLast().getString("next_cursor");
        } while (pages.getLast().getString("next_cursor") != null);

        assertThat(pages)
                .extracting(page ->
                        page.getObject("items[0].amount", BigDecimal.class).toPlainString())
                .containsExactly("-0.50", "-0.50", "1.00", "1.00");
        assertThat(pages)
                .extracting(page -> page.getString("items[0].refund_id"))
                .containsExactly(world.transaction("rest"), world.transaction("half"), null, null);
        assertThat(pages)
                .extracting(page -> page.getBoolean("items[0].reversal"))
                .containsExactly(true, true, false, false);
        assertThat(pages.getFirst().getObject("total", BigDecimal.class)).isEqualByComparingTo("1.00");
    }

    @Test
    void asCsvTheStatementIsWholeQuotedAndHarmlessInASpreadsheet() {
        world.chain(2, 1);
        World.post(
                        "sales",
                        "{\"user_id\":%d,\"amount\":10,\"transaction_id\":\"=1+1,\\\"x\\\" %d\"}"
                                .formatted(world.id(2), world.id(0)))
                .then()
                .statusCode(200);
        settle(world.sale("plain", 2, "10"));
        world.send(world.refund("back", "plain", null));
        world.await("plain", "refunded");
        String csv = given().auth()
                .preemptive()
                .basic("viewer", Servers.password("viewer"))
                .accept("text/csv")
                .get("/volunteer_scheduler/commissions?user_id=" + world.id(1))
                .then()
                .statusCode(200)
                .header("Content-Type", "text/csv;charset=UTF-8")
                .extract()
                .asString();
        assertThat(csv.lines().toList())
                .hasSize(4)
                .first()
                .isEqualTo(
                        "transaction_id,sold_at,buyer_id,sale_amount,currency,level,rate,multiplier,amount,reversal,refund_id,recorded_at");
        assertThat(csv).containsPattern(",-1\\.00,true,\"" + world.transaction("back") + "\",");
        assertThat(csv).contains("\"'=1+1,\"\"x\"\" " + world.id(0) + "\",");
    }

    @Test
    void aWrongParameterIsNamed() {
        World.get("commissions").then().statusCode(400).body("violations.field", contains("user_id"));
        World.get("commissions?user_id=1&from=yesterday")
                .then()
                .statusCode(400)
                .body("violations.field", contains("from"));
        for (String beyond :
                List.of("%2B999999999-12-31T23:59:59-18:00", "2100-01-01T00:00:00.000000001Z", "0001-01-01")) {
            World.get("commissions?user_id=1&to=" + beyond)
                    .then()
                    .statusCode(400)
                    .body("violations.field", contains("to"));
        }
        for (String position : List.of("+999999999-12-31T23:59:59Z|1|1|-1", "2024-12-15T10:30:00Z|1|1|1E+999999999")) {
            String forged = Base64.getUrlEncoder().encodeToString(position.getBytes(StandardCharsets.UTF_8));
            World.get("commissions?user_id=1&cursor=" + forged)
                    .then()
                    .statusCode(400)
                    .body("violations.field", contains("cursor"));
        }
        World.get("commissions?user_id=1&from=2024-02-01&to=2024-01-01")
                .then()
                .statusCode(400)
                .body("violations.field", contains("to"));
    }

    private void settle(SaleRecorded sale) {
        World.post("sales", World.request(sale)).then().statusCode(200);
    }
}
