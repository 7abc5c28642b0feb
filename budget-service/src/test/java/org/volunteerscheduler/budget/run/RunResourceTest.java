// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.volunteerscheduler.budget.World.as;
import static org.volunteerscheduler.budget.World.get;
import static org.volunteerscheduler.budget.World.post;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.volunteerscheduler.budget.World;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("budget")
class RunResourceTest {

    private static final String DECEMBER =
            "\"period\":\"monthly\",\"as_of\":\"2025-01-01T00:00:00Z\",\"organization_id\":";

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    /** Whoever asks has another clock. */
    @ParameterizedTest
    @ValueSource(strings = {"budgets/runs", "budgets/preview"})
    void anInstantThatIsNotReachedYetIsToBeAskedForAgain(String path) {
        String waiting = post(
                        path,
                        "{\"period\":\"daily\",\"as_of\":\"" + Instant.now().plusSeconds(25) + "\"}")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .extract()
                .header("Retry-After");
        assertThat(Integer.parseInt(waiting)).isBetween(1, 25);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "0.00",
                "1.234",
                "1e30",
                "1000000000000000000000000000000",
                "1e400",
                "\"100\"",
                "true",
                "[]",
                "{}"
            })
    void aPoolThatIsNoneIsNamed(String pool) {
        for (String door : List.of("budgets/runs", "budgets/preview")) {
            post(door, "{\"period\":\"weekly\",\"pool_amount\":" + pool + "}")
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("violations.field", contains("pool_amount"));
        }
        post(
                        "budgets/runs/backfill",
                        "{\"period\":\"weekly\",\"from\":\"2024-01-01\",\"to\":\"2024-02-01\",\"pool_amount\":" + pool
                                + "}")
                .then()
                .statusCode(400)
                .body("violations.field", contains("pool_amount"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                       | period",
                "{\"period\":\"yearly\"}                                  | period",
                "{\"period\":\"WEEKLY\"}                                  | period",
                "{\"period\":7}                                           | period",
                "{\"period\":\"weekly\",\"organization_id\":0}            | organization_id",
                "{\"period\":\"weekly\",\"organization_id\":\"1\"}        | organization_id",
                "{\"period\":\"weekly\",\"organization_id\":1.5}          | organization_id",
                "{\"period\":\"weekly\",\"as_of\":\"yesterday\"}          | as_of",
                "{\"period\":\"weekly\",\"as_of\":\"2024-12-15\"}         | as_of",
                "{\"period\":\"weekly\",\"as_of\":\"2099-12-15T00:00:00Z\"} | as_of",
                "{\"period\":\"weekly\",\"as_of\":1734220800}             | as_of",
            })
    void aFieldThatIsWrongIsNamed(String body, String field) {
        post("budgets/runs", body).then().statusCode(400).body("violations.field", contains(field));
        post("budgets/preview", body).then().statusCode(400).body("violations.field", contains(field));
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() {
        post(
                        "budgets/runs",
                        "{\"pool_amount\":0,\"organization_id\":-1,\"as_of\":\""
                                + Instant.now().plusSeconds(60) + "\"}")
                .then()
                .statusCode(400)
                .body("violations.field", containsInAnyOrder("period", "pool_amount", "organization_id", "as_of"));
        post("budgets/runs", "not json").then().statusCode(400);
        post("budgets/runs", "").then().statusCode(400);
    }

    @Test
    void theSchedulerStartsRunsAndReadsThemTheViewerReadsAndNobodyElseDoesAnything() {
        String december = "{" + DECEMBER + world.id(1) + "}";
        as("scheduler")
                .contentType("application/json")
                .body(december)
                .post("/volunteer_scheduler/budgets/runs")
                .then()
                .statusCode(202);
        as("viewer")
                .contentType("application/json")
                .body(december)
                .post("/volunteer_scheduler/budgets/runs")
                .then()
                .statusCode(403);
        as("viewer")
                .contentType("application/json")
                .body(december)
                .post("/volunteer_scheduler/budgets/preview")
                .then()
                .statusCode(403);
        RestAssured.given()
                .contentType("application/json")
                .body(december)
                .post("/volunteer_scheduler/budgets/runs")
                .then()
                .statusCode(401);
        as("viewer")
                .contentType("application/json")
                .body("{}")
                .post("/volunteer_scheduler/budgets/runs/backfill")
                .then()
                .statusCode(403);
        as("scheduler")
                .contentType("application/json")
                .body("{}")
                .post("/volunteer_scheduler/budgets/runs/backfill")
                .then()
                .statusCode(400);
        for (String user : List.of("scheduler", "viewer", "operator")) {
            as(user).get("/volunteer_scheduler/budgets/runs").then().statusCode(200);
            as(user).get("/volunteer_scheduler/budgets/calendar?period=weekly")
                    .then()
                    .statusCode(200);
        }
        RestAssured.get("/volunteer_scheduler/budgets/runs").then().statusCode(401);
        RestAssured.get("/volunteer_scheduler/budgets/runs/1/allocations")
                .then()
                .statusCode(401);
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        get("budgets/runs/9223372036854775807").then().statusCode(404);
        get("budgets/runs/9223372036854775807/allocations").then().statusCode(404);
        as("viewer")
                .accept("text/csv")
                .get("/volunteer_scheduler/budgets/runs/9223372036854775807/allocations")
                .then()
                .statusCode(404);
        get("budgets/runs/0").then().statusCode(400);
        get("budgets/runs/x/allocations").then().statusCode(400);
        get("budgets/runs?limit=0").then().statusCode(400).body("violations.field", contains("limit"));
        get("budgets/runs?cursor=x").then().statusCode(400).body("violations.field", contains("cursor"));
    }

    @Test
    void runsAreListedNewestFirstPageByPage() {
        List<Long> started = new ArrayList<>();
        for (int n = 1; n <= 5; n++) {
            started.addFirst(World.run(DECEMBER + world.id(n)).getLong("id"));
        }
        List<Long> seen = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < 3; page++) {
            JsonPath list = get("budgets/runs?limit=2" + cursor).jsonPath();
            seen.addAll(list.getList("items.id", Long.class));
            cursor = "&cursor=" + list.getString("next_cursor");
        }
        assertThat(seen.subList(0, 5)).isEqualTo(started);
    }

    @Test
    void allocationsArePagedByRankAndWholeAsCsv() {
        Instant inDecember = Instant.parse("2024-12-20T12:00:00Z");
        for (int n = 1; n <= 28; n++) {
            world.volunteer(n, 0, 1).approved(n, 10, 100 - n, inDecember);
        }
        world.send();
        long id = World.run(DECEMBER + world.id(1)).getLong("id");
        List<Integer> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonPath page =
                    get("budgets/runs/" + id + "/allocations?limit=3" + cursor).jsonPath();
            seen.addAll(page.getList("items.rank", Integer.class));
            cursor = page.getString("next_cursor") == null ? null : "&cursor=" + page.getString("next_cursor");
        } while (cursor != null);
        assertThat(seen)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 7).boxed().toList());
        String csv = as("viewer")
                .accept("text/csv")
                .get("/volunteer_scheduler/budgets/runs/" + id + "/allocations")
                .then()
                .statusCode(200)
                .header("Content-Type", "text/csv;charset=UTF-8")
                .extract()
                .asString();
        assertThat(csv.split("\r\n"))
                .hasSize(8)
                .startsWith(
                        "rank,user_id,score,approved_tasks,work,active_referrals,rejected,overdue,multiplier,amount",
                        "1," + world.id(1) + ",99.00,10,99.0,0,0,0,1.0000,1015.63");
    }
}
