// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.volunteerscheduler.budget.World.allocations;
import static org.volunteerscheduler.budget.World.amounts;
import static org.volunteerscheduler.budget.World.post;
import static org.volunteerscheduler.budget.World.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.GetResponse;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.budget.World;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.AssignmentChanged.Status;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.platform.test.AuditLines;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("budget")
class RunTest {

    /** A Sunday; the week before it is the window. */
    private static final String AS_OF = "\"as_of\":\"2024-12-15T00:00:00Z\"";

    private static final Instant IN_WEEK = Instant.parse("2024-12-14T12:00:00Z");
    private static final Instant START = Instant.parse("2024-12-08T00:00:00Z");
    private static final Instant END = Instant.parse("2024-12-15T00:00:00Z");
    private static final Duration MOMENT = Duration.ofNanos(1000);

    private final World world = new World();

    @Inject
    Pool database;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theWeeklyExampleOfTheRulesHolds() {
        for (int n = 1; n <= 3; n++) {
            world.volunteer(n, 0, 1).approved(n, 4, 25, IN_WEEK);
        }
        world.send();
        JsonPath run = run(weekly(1) + ",\"pool_amount\":1000");
        JsonPath allocations = allocations(run);
        assertThat(amounts(allocations)).containsExactly("333.34", "333.33", "333.33");
        assertThat(world.ranked(allocations)).containsExactly(1, 2, 3);
        assertThat(allocations.getList("items.score", BigDecimal.class))
                .allSatisfy(score -> assertThat(score).isEqualByComparingTo("10"));
        assertThat(run.getInt("eligible")).isEqualTo(3);
        assertThat(run.getInt("paid")).isEqualTo(3);
        assertFigures(run, "1000.00", "0.00");
        assertThat(run.getString("window_start")).isEqualTo("2024-12-08T00:00:00Z");
        assertThat(run.getString("window_end")).isEqualTo("2024-12-15T00:00:00Z");
    }

    @Test
    void theDailyExampleOfTheRulesHolds() {
        for (int n = 1; n <= 3; n++) {
            world.volunteer(n, 0, 1).approved(n, 1, 100 * n, IN_WEEK);
        }
        world.send();
        JsonPath run = run("\"period\":\"daily\"," + AS_OF + ",\"organization_id\":" + world.id(1));
        assertThat(amounts(allocations(run))).containsExactly("50.00", "25.00", "15.00");
        assertThat(world.ranked(allocations(run))).containsExactly(3, 2, 1);
        assertFigures(run, "90.00", "10.00");
    }

    @Test
    void theMonthlyExampleOfTheRulesHolds() {
        world.volunteer(1, 0, 1).approved(1, 10, 60, IN_WEEK);
        world.volunteer(2, 0, 1).approved(2, 10, 40, IN_WEEK);
        for (int n = 3; n <= 8; n++) {
            world.volunteer(n, 0, 1).approved(n, 10, 1, IN_WEEK);
        }
        world.volunteer(9, 0, 1).approved(9, 9, 1000, IN_WEEK);
        world.send();
        JsonPath run =
                run("\"period\":\"monthly\",\"as_of\":\"2025-01-01T00:00:00Z\",\"organization_id\":" + world.id(1));
        assertThat(amounts(allocations(run))).containsExactly("2500.00", "2100.00");
        assertThat(world.ranked(allocations(run))).containsExactly(1, 2);
        assertThat(run.getInt("eligible")).isEqualTo(8);
        assertFigures(run, "4600.00", "400.00");
    }

    /** 12.0 × 1.3833 + 5 × 2 − 2 × 1 − 3 = 21.5996 */
    @Test
    void anAllocationHasEveryNumberItsAmountCameFrom() {
        world.volunteer(1, 0, 1).volunteer(2, 1, 2).volunteer(3, 2, 3).volunteer(4, 0, 1);
        world.assignment(1, Status.APPROVED, 10, 3, START.minusSeconds(9), START);
        world.assignment(1, Status.APPROVED, 20, 2, START.minusSeconds(9), IN_WEEK);
        world.approved(1, 2, 25, END.minus(MOMENT));
        world.assignment(1, Status.REJECTED, 500, 1, START, IN_WEEK);
        world.assignment(1, Status.PENDING, 500, 1, START.minusSeconds(1), null);
        world.assignment(1, Status.SUBMITTED, 500, 1, START.minusSeconds(1), null);
        world.assignment(1, Status.APPROVED, 500, 1, START.minusSeconds(1), END);
        world.approved(2, 1, 1, IN_WEEK).approved(3, 1, 1, START);
        world.multiplier(1, "1.3833", START);
        JsonPath allocation = allocations(run(send().weekly(1)));
        assertThat(allocation.getList("items")).hasSize(1);
        assertThat(allocation.getInt("items[0].rank")).isEqualTo(1);
        assertThat(allocation.getObject("items[0].score", BigDecimal.class)).isEqualTo(new BigDecimal("21.60"));
        assertThat(allocation.getInt("items[0].approved_tasks")).isEqualTo(4);
        assertThat(allocation.getObject("items[0].work", BigDecimal.class)).isEqualByComparingTo("12.0");
        assertThat(allocation.getInt("items[0].active_referrals")).isEqualTo(2);
        assertThat(allocation.getInt("items[0].rejected")).isEqualTo(1);
        assertThat(allocation.getInt("items[0].overdue")).isEqualTo(3);
        assertThat(allocation.getObject("items[0].multiplier", BigDecimal.class))
                .isEqualByComparingTo("1.3833");
        assertThat(amounts(allocation)).containsExactly("1000.00");
    }

    private RunTest send() {
        world.send();
        return this;
    }

    @Test
    void whatLiesAMomentOutsideTheWindowDoesNotCount() {
        world.volunteer(1, 0, 1).approved(1, 3, 10, START);
        world.volunteer(2, 0, 1).approved(2, 2, 10, START).approved(2, 1, 10, START.minus(MOMENT));
        world.volunteer(3, 0, 1).approved(3, 2, 10, IN_WEEK).approved(3, 1, 10, END);
        world.volunteer(4, 0, 1).approved(4, 3, 10, END.minus(MOMENT));
        world.assignment(4, Status.REJECTED, 1, 1, START, END);
        world.assignment(4, Status.PENDING, 1, 1, START, null);
        // reviewed in time, though it was assigned long ago
        world.assignment(4, Status.REJECTED, 1, 1, LONG_BEFORE, START.minus(MOMENT));
        JsonPath allocations = allocations(run(send().weekly(1)));
        assertThat(world.ranked(allocations)).containsExactly(1, 4);
        assertThat(allocations.getList("items.rejected", Integer.class)).containsOnly(0);
        assertThat(allocations.getList("items.overdue", Integer.class)).containsOnly(0);
    }

    private static final Instant LONG_BEFORE = Instant.parse("2024-10-01T00:00:00Z");

    @Test
    void equalScoresAreRankedByTasksAndThenById() {
        world.volunteer(1, 0, 1).approved(1, 3, 20, IN_WEEK);
        world.volunteer(2, 0, 1).approved(2, 3, 20, IN_WEEK);
        world.volunteer(3, 0, 1).approved(3, 6, 10, IN_WEEK);
        assertThat(world.ranked(allocations(run(send().weekly(1))))).containsExactly(3, 1, 2);
    }

    @Test
    void onlyTenAreRankedInAWeekAndAScoreOfZeroIsPaidNothing() {
        for (int n = 1; n <= 12; n++) {
            world.volunteer(n, 0, 1).approved(n, 3, 100 - n, IN_WEEK);
            world.volunteer(20 + n, 0, 2).approved(20 + n, 3, n <= 2 ? 10 : 0, IN_WEEK);
        }
        world.send();
        assertThat(world.ranked(allocations(run(weekly(1)))))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 10).boxed().toList());
        JsonPath run = run(weekly(2));
        assertThat(world.ranked(allocations(run))).containsExactly(21, 22);
        assertThat(run.getInt("eligible")).isEqualTo(12);
        assertFigures(run, "1000.00", "0.00");
    }

    @Test
    void anOrganizationWithNobodyIsCompletedAndPaysNothing() {
        JsonPath run = run(weekly(7));
        assertThat(run.getInt("eligible")).isZero();
        assertThat(run.getInt("paid")).isZero();
        assertFigures(run, "0.00", "1000.00");
        assertThat(allocations(run).getList("items")).isEmpty();
    }

    @Test
    void whoChangedOrganizationCountsWhereTheyAreNow() {
        world.volunteer(1, 0, 1).approved(1, 3, 10, IN_WEEK);
        world.volunteer(1, 0, 2, World.LONG_AGO.plusSeconds(1));
        world.volunteer(1, 0, 3, World.LONG_AGO);
        world.send();
        assertThat(run(weekly(1)).getInt("paid")).isZero();
        assertThat(world.ranked(allocations(run(weekly(2))))).containsExactly(1);
        assertThat(run(weekly(3)).getInt("paid")).isZero();
    }

    @Test
    void ofSeveralStatesTheLatestHoldsInWhateverOrderTheyCome() {
        world.volunteer(1, 0, 1).approved(1, 2, 10, IN_WEEK);
        Instant later = World.LONG_AGO.plusSeconds(60);
        long id = world.id(5_000);
        world.assignment(new Assignment(id, world.id(1), Status.APPROVED, 30, 1, START, IN_WEEK, later));
        world.multiplier(1, "2.0000", later).multiplier(1, "1.5000", World.LONG_AGO);
        world.send();
        world.assignment(new Assignment(id, world.id(1), Status.PENDING, 30, 1, START, null, World.LONG_AGO));
        world.multiplier(1, "3.0000", World.LONG_AGO.plusSeconds(59));
        world.send();
        assertThat(score()).isEqualByComparingTo("10");
        world.assignment(new Assignment(id, world.id(1), Status.APPROVED, 80, 1, START, IN_WEEK, later.plusSeconds(1)));
        world.multiplier(1, "2.5000", later.plusSeconds(1));
        world.send();
        assertThat(score()).isEqualByComparingTo("25");
    }

    private BigDecimal score() {
        return world.preview(weekly(1)).getObject("allocations[0].score", BigDecimal.class);
    }

    @Test
    void aPreviewIsWhatTheRunPaysAndStoresNothing() {
        for (int n = 1; n <= 4; n++) {
            world.volunteer(n, n - 1, 1).approved(n, 3, 7 * n, IN_WEEK).multiplier(n, "1.1" + n, START);
        }
        world.send();
        JsonPath preview = world.preview(weekly(1) + ",\"pool_amount\":77.77");
        assertThat(World.exact(World.get("budgets/calendar?period=weekly&from=2024-12-08&to=2024-12-15&organization_id="
                                + world.id(1)))
                        .getString("items[0].status"))
                .isEqualTo("missed");
        JsonPath run = run(weekly(1) + ",\"pool_amount\":77.77");
        JsonPath allocations = allocations(run);
        assertThat(allocations.<Object>get("items")).isEqualTo(preview.get("allocations"));
        for (String figure : List.of(
                "period",
                "window_start",
                "window_end",
                "pool_amount",
                "eligible",
                "paid",
                "distributed",
                "undistributed")) {
            assertThat(run.<Object>get(figure)).as(figure).isEqualTo(preview.get(figure));
        }
        JsonPath first = World.exact(post("budgets/preview?limit=1", "{" + weekly(1) + "}"));
        assertThat(first.getList("allocations")).hasSize(1);
        assertThat(first.getInt("paid")).isEqualTo(4);
    }

    @Test
    void tenCallersAtOnceMakeOneRunThatPaysOnce() throws Exception {
        world.volunteer(1, 0, 1).approved(1, 3, 10, IN_WEEK).send();
        String heard = world.broker().listen("bonus.awarded");
        List<Response> answers;
        try (ExecutorService callers = Executors.newFixedThreadPool(10)) {
            answers = IntStream.range(0, 10)
                    .mapToObj(i ->
                            CompletableFuture.supplyAsync(() -> post("budgets/runs", "{" + weekly(1) + "}"), callers))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        }
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 202).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(9);
        assertThat(answers)
                .extracting(answer -> answer.jsonPath().getLong("id"))
                .containsOnly(answers.getFirst().jsonPath().getLong("id"));
        JsonPath run = World.completed(answers.getFirst().jsonPath().getLong("id"));
        assertThat(amounts(allocations(run))).containsExactly("1000.00");
        List<JsonNode> awards = awaitAwards(heard, run.getLong("id"));
        assertThat(awards).hasSize(1);
        assertThat(post("budgets/runs", "{" + weekly(1) + "}").statusCode()).isEqualTo(200);
    }

    @Test
    void anotherPoolIsRefusedAndTheSameOneIsNot() {
        JsonPath run = run(weekly(1) + ",\"pool_amount\":500");
        Response refused = post("budgets/runs", "{" + weekly(1) + ",\"pool_amount\":500.01}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.contentType()).contains("application/problem+json");
        assertThat(refused.jsonPath().getString("detail")).contains("500.00");
        for (String same : List.of(",\"pool_amount\":500.00", "")) {
            Response again = post("budgets/runs", "{" + weekly(1) + same + "}");
            assertThat(again.statusCode()).isEqualTo(200);
            assertThat(again.jsonPath().getLong("id")).isEqualTo(run.getLong("id"));
            assertThat(again.header("Location")).endsWith("/budgets/runs/" + run.getLong("id"));
        }
        // Any instant until the next window is over means the same window.
        assertThat(post("budgets/runs", ("{" + weekly(1) + "}").replace("12-15T00:00", "12-21T23:59"))
                        .jsonPath()
                        .getLong("id"))
                .isEqualTo(run.getLong("id"));
    }

    @Test
    void whatWasAwardedIsAnnouncedByRankAndThenTheRun() {
        world.volunteer(1, 0, 1).approved(1, 3, 30, IN_WEEK);
        world.volunteer(2, 0, 1).approved(2, 3, 10, IN_WEEK);
        world.send();
        String heard = world.broker().listen("bonus.awarded");
        String ended = world.broker().listen("budget.run.completed");
        JsonPath run = run(weekly(1));
        JsonNode award = awaitAwards(heard, run.getLong("id")).getFirst();
        assertThat(award.path("period").asText()).isEqualTo("weekly");
        assertThat(award.path("organization_id").asLong()).isEqualTo(world.id(1));
        assertThat(award.path("items")).hasSize(2);
        assertThat(award.path("items").get(0).path("rank").asInt()).isEqualTo(1);
        assertThat(award.path("items").get(0).path("user_id").asLong()).isEqualTo(world.id(1));
        assertThat(award.path("items").get(0).path("amount").decimalValue()).isEqualByComparingTo("750");
        List<JsonNode> completed = awaitAwards(ended, run.getLong("id"));
        assertThat(completed.getFirst().path("distributed").decimalValue()).isEqualByComparingTo("1000");
        assertThat(completed.getFirst().path("paid").asInt()).isEqualTo(2);
    }

    @Test
    void aRunThatIsDeliveredAgainIsAnnouncedAgainWithTheSameIds() {
        world.volunteer(1, 0, 1).approved(1, 3, 30, IN_WEEK).send();
        String heard = world.broker().listen("bonus.awarded");
        JsonPath run = run(weekly(1));
        world.broker().publish("budget.run", "budget.run", "{\"run_id\":%d}".formatted(run.getLong("id")));
        List<GetResponse> awards = new ArrayList<>();
        World.await(() -> {
            world.broker().drain(heard).stream()
                    .filter(message ->
                            Json.parse(message.getBody()).path("run_id").asLong() == run.getLong("id"))
                    .forEach(awards::add);
            return awards.size() == 2;
        });
        assertThat(awards.get(0).getProps().getMessageId())
                .isEqualTo(awards.get(1).getProps().getMessageId());
        assertThat(awards.get(0).getBody()).isEqualTo(awards.get(1).getBody());
        assertThat(amounts(allocations(run))).containsExactly("1000.00");
    }

    @Test
    void aRunThatNobodyPickedUpIsPublishedAgain() {
        world.volunteer(1, 0, 1).approved(1, 3, 30, IN_WEEK).send();
        long id = database.preparedQuery("""
                        insert into budget_run (period, first_day, window_start, window_end, organization_id, pool_amount,
                            by_person, started_at, published_at)
                        values ('weekly', '2024-12-08', '2024-12-08T00:00Z', '2024-12-15T00:00Z', $1, 10, false,
                            now() - interval '1 hour', now() - interval '1 hour')
                        returning id""")
                .execute(Tuple.of(world.id(1)))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong("id");
        assertThat(amounts(allocations(World.completed(id)))).containsExactly("10.00");
    }

    @Test
    void aMessageOfNoRunIsGivenUpInTheEnd() {
        world.broker().publish("budget.run", "budget.run", "{\"run_id\":9223372036854775807}");
        World.await(() ->
                World.get("budgets/dead_letters").asString().contains("there is no budget run 9223372036854775807"));
    }

    @Test
    void aRunThatFailsSaysWhyAndIsTakenUpAgain() {
        world.volunteer(1, 0, 1).approved(1, 3, 30, IN_WEEK).send();
        execute("alter table budget_allocation add constraint nobody check (user_id <> " + world.id(1) + ")");
        Response started = post("budgets/runs", "{" + weekly(1) + "}");
        long id = started.jsonPath().getLong("id");
        World.await(() ->
                World.get("budgets/runs/" + id).jsonPath().getString("status").equals("failed"));
        assertThat(World.get("budgets/runs/" + id).jsonPath().getString("failure"))
                .contains("nobody");
        assertThat(allocations(World.exact(World.get("budgets/runs/" + id))).getList("items"))
                .isEmpty();
        execute("alter table budget_allocation drop constraint nobody");
        assertThat(post("budgets/runs", "{" + weekly(1) + "}").statusCode()).isEqualTo(200);
        JsonPath run = World.completed(id);
        assertThat(amounts(allocations(run))).containsExactly("1000.00");
        assertThat(run.getString("failure")).isNull();
    }

    @Test
    void whatIsPaidCanNeitherBeChangedNorDeletedNorForged() {
        world.volunteer(1, 0, 1).approved(1, 3, 30, IN_WEEK).send();
        long id = run(weekly(1)).getLong("id");
        for (String forbidden : List.of(
                "update budget_allocation set amount = 1 where run_id = " + id,
                "delete from budget_allocation where run_id = " + id,
                "truncate budget_allocation",
                "update budget_run set distributed = 1, undistributed = pool_amount - 1 where id = " + id,
                "delete from budget_run where id = " + id,
                "insert into budget_allocation select run_id, 2, user_id, score, approved_tasks, work, active_referrals,"
                        + " rejected, overdue, multiplier, amount from budget_allocation where run_id = " + id)) {
            assertThat(database.query(forbidden)
                            .execute()
                            .onItem()
                            .transform(rows -> "done")
                            .onFailure()
                            .recoverWithItem("refused")
                            .await()
                            .atMost(Duration.ofSeconds(5)))
                    .as(forbidden)
                    .isEqualTo("refused");
        }
    }

    @Test
    void theAuditLogTellsWhoStartedARunAndWhatItPaid() {
        world.volunteer(1, 0, 1).approved(1, 3, 30, IN_WEEK).send();
        try (AuditLines audit = new AuditLines()) {
            long id = run(weekly(1)).getLong("id");
            World.await(() -> audit.of("budget_run:" + id).size() == 2);
            assertThat(audit.of("budget_run:" + id))
                    .extracting(line ->
                            line.path("who").asText() + " " + line.path("what").asText() + " "
                                    + line.path("outcome").asText())
                    .containsExactlyInAnyOrder(
                            "operator budget_run.start started", "budget-service budget_run.settle completed");
            assertThat(RestAssured.get("/q/metrics").asString())
                    .contains("volunteer_scheduler_tokens_paid_total{kind=\"bonus\"}")
                    .contains("volunteer_scheduler_budget_runs_completed_total{period=\"weekly\"}")
                    .contains("volunteer_scheduler_budget_run_last_success_timestamp_seconds{period=\"weekly\"}")
                    .contains("volunteer_scheduler_budget_tokens_undistributed_total")
                    .contains("volunteer_scheduler_budget_run_duration_seconds_count");
        }
    }

    private void execute(String statement) {
        database.query(statement).execute().await().indefinitely();
    }

    private List<JsonNode> awaitAwards(String queue, long runId) {
        List<JsonNode> heard = new ArrayList<>();
        World.await(() -> {
            world.broker().drain(queue).stream()
                    .map(message -> Json.parse(message.getBody()))
                    .filter(body -> body.path("run_id").asLong() == runId)
                    .forEach(heard::add);
            return !heard.isEmpty();
        });
        return heard;
    }

    private String weekly(int organization) {
        return "\"period\":\"weekly\"," + AS_OF + ",\"organization_id\":" + world.id(organization);
    }

    private static void assertFigures(JsonPath run, String distributed, String undistributed) {
        assertThat(run.getObject("distributed", BigDecimal.class)).isEqualTo(new BigDecimal(distributed));
        assertThat(run.getObject("undistributed", BigDecimal.class)).isEqualTo(new BigDecimal(undistributed));
    }
}
