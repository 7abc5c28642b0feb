// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.volunteerscheduler.budget.World.get;
import static org.volunteerscheduler.budget.World.post;
import static org.volunteerscheduler.budget.World.run;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.volunteerscheduler.budget.World;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("budget")
class CalendarTest {

    private final World world = new World();

    @Inject
    Pool database;

    @Inject
    MissedPeriods missedPeriods;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void everyPeriodOfTheRangeHasAStatus() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        LocalDate thisMonth = today.withDayOfMonth(1);
        monthly(1, thisMonth.minusMonths(4));
        monthly(1, thisMonth.minusMonths(2));
        assertThat(calendar("monthly", 1, thisMonth.minusMonths(6), thisMonth.plusMonths(2))
                        .getList("items.status"))
                .containsExactly(
                        "missed", "missed", "completed", "missed", "completed", "missed", "upcoming", "upcoming");
    }

    @Test
    void backfillStartsExactlyWhatWasMissedTheOldestFirst() {
        LocalDate thisMonth = LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1);
        monthly(1, thisMonth.minusMonths(5));
        monthly(1, thisMonth.minusMonths(3));
        LocalDate from = thisMonth.minusMonths(6);
        String body =
                "{\"period\":\"monthly\",\"organization_id\":%d,\"from\":\"%s\",\"to\":\"%s\",\"pool_amount\":7.5}"
                        .formatted(world.id(1), from, thisMonth.plusMonths(3));
        Response answer = post("budgets/runs/backfill", body);
        assertThat(answer.statusCode()).isEqualTo(202);
        JsonPath started = World.exact(answer);
        assertThat(started.getList("items.window_start", String.class))
                .extracting(text -> text.substring(0, 10))
                .containsExactly(
                        thisMonth.minusMonths(6).toString(),
                        thisMonth.minusMonths(4).toString(),
                        thisMonth.minusMonths(2).toString(),
                        thisMonth.minusMonths(1).toString());
        assertThat(started.getList("items.pool_amount", String.class)).containsOnly("7.50");
        assertThat(started.getList("items.id", Long.class)).isSorted();
        started.getList("items.id", Long.class).forEach(World::completed);
        Response again = post("budgets/runs/backfill", body);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.jsonPath().getList("items")).isEmpty();
        assertThat(calendar("monthly", 1, from, thisMonth).getList("items.status"))
                .isEqualTo(Collections.nCopies(6, "completed"));
    }

    @Test
    void aBackfillLeavesWhatLiesOutsideItsRange() {
        LocalDate thisMonth = LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1);
        monthly(1, thisMonth.minusMonths(9));
        post(
                        "budgets/runs/backfill",
                        "{\"period\":\"monthly\",\"organization_id\":%d,\"from\":\"%s\",\"to\":\"%s\"}"
                                .formatted(world.id(1), thisMonth.minusMonths(4), thisMonth.minusMonths(2)))
                .then()
                .statusCode(202)
                .body("items.size()", is(2));
        assertThat(calendar("monthly", 1, thisMonth.minusMonths(5), thisMonth).getList("items.status"))
                .containsExactly("missed", "completed", "completed", "missed", "missed");
    }

    /** Nobody has triggered anything for all organizations: counted is what ended since the service was first started. */
    @Test
    void forAllOrganizationsTheMetricCountsSinceTheirPeriodWasScheduled() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        LocalDate thisMonth = today.withDayOfMonth(1);
        World.await(() -> scheduled("monthly"));
        long missedBefore = missed("monthly", "all");
        schedule("monthly", thisMonth.minusMonths(2).plusDays(3));
        assertThat(missed("monthly", "all")).isEqualTo(missedBefore + 2);
        schedule("monthly", today);
        assertThat(missed("monthly", "all")).isEqualTo(missedBefore);
    }

    @Test
    void aPeriodThatIsNotScheduledIsNeverCountedForAllOrganizations() {
        assertThat(missed("daily", "all")).isZero();
        assertThat(scheduled("daily")).isFalse();
    }

    @Test
    void theMetricCountsWhatWasMissed() {
        long before = missed("monthly", "organization");
        LocalDate thisMonth = LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1);
        monthly(1, thisMonth.minusMonths(4));
        assertThat(missed("monthly", "organization")).isEqualTo(before + 3);
        post(
                        "budgets/runs/backfill",
                        "{\"period\":\"monthly\",\"organization_id\":%d,\"from\":\"%s\",\"to\":\"2090-01-01\"}"
                                .formatted(world.id(1), thisMonth.minusMonths(4)))
                .then()
                .statusCode(202);
        assertThat(missed("monthly", "organization")).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "budgets/calendar, period",
        "budgets/calendar?period=yearly, period",
        "budgets/calendar?period=weekly&from=yesterday, from",
        "budgets/calendar?period=weekly&from=2024-02-30, from",
        "budgets/calendar?period=weekly&from=1999-01-01, from",
        "budgets/calendar?period=weekly&from=2024-02-01&to=2024-01-01, to",
        "budgets/calendar?period=daily&from=2020-01-01&to=2024-01-01, from",
        "budgets/calendar?period=weekly&organization_id=0, organization_id",
    })
    void aWrongParameterIsNamed(String path, String field) {
        get(path).then().statusCode(400).body("violations.field", contains(field));
    }

    @Test
    void aBackfillWithoutARangeIsRefused() {
        post("budgets/runs/backfill", "{\"period\":\"weekly\"}")
                .then()
                .statusCode(400)
                .body("violations.field", contains("from", "to"));
        post("budgets/runs/backfill", "{\"period\":\"weekly\",\"from\":\"x\",\"to\":\"2024-01-01\"}")
                .then()
                .statusCode(400)
                .body("violations.field", contains("from"));
    }

    @Test
    void aRangeMayBeGivenAsInstants() {
        JsonPath days = World.exact(
                get("budgets/calendar?period=weekly&from=2024-12-01T00:00:00Z&to=2024-12-15T00:00:00Z&organization_id="
                        + world.id(9)));
        assertThat(days.getList("items.first_day")).isEqualTo(List.of("2024-12-01", "2024-12-08"));
        assertThat(days.getString("items[0].window_end")).isEqualTo("2024-12-08T00:00:00Z");
    }

    /** A run that covers this month. */
    private void monthly(int organization, LocalDate month) {
        run("\"period\":\"monthly\",\"organization_id\":%d,\"as_of\":\"%sT00:00:00Z\""
                .formatted(world.id(organization), month.plusMonths(1)));
    }

    private JsonPath calendar(String period, int organization, LocalDate from, LocalDate to) {
        JsonPath[] last = new JsonPath[1];
        World.await(() -> {
            last[0] = World.exact(get("budgets/calendar?period=%s&organization_id=%d&from=%s&to=%s"
                    .formatted(period, world.id(organization), from, to)));
            return !last[0].getList("items.status").contains("running");
        });
        return last[0];
    }

    private boolean scheduled(String period) {
        return database.preparedQuery("select from budget_schedule where period = $1")
                        .execute(Tuple.of(period))
                        .await()
                        .indefinitely()
                        .rowCount()
                == 1;
    }

    /** As if the service had been running since then. */
    private void schedule(String period, LocalDate since) {
        database.preparedQuery("update budget_schedule set since = $2 where period = $1")
                .execute(Tuple.of(period, since.atStartOfDay().atOffset(ZoneOffset.UTC)))
                .await()
                .indefinitely();
    }

    /** As the metric says it when it has looked. */
    private long missed(String period, String scope) {
        missedPeriods.look().await().indefinitely();
        Matcher value = Pattern.compile("volunteer_scheduler_budget_periods_missed\\{period=\"%s\",scope=\"%s\"} (\\d+)"
                        .formatted(period, scope))
                .matcher(RestAssured.get("/q/metrics").asString());
        assertThat(value.find()).isTrue();
        return Long.parseLong(value.group(1));
    }
}
