// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.nullValue;
import static org.volunteerscheduler.multiplier.World.AS_OF;
import static org.volunteerscheduler.multiplier.World.LONG_AGO;
import static org.volunteerscheduler.multiplier.World.body;

import com.rabbitmq.client.GetResponse;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.AssignmentChanged.Status;
import org.volunteerscheduler.multiplier.World;
import org.volunteerscheduler.platform.test.AuditLines;
import org.volunteerscheduler.platform.test.ServiceTest;

/** From facts on the queue to multipliers over HTTP. */
@QuarkusTest
@ServiceTest("multiplier")
class MultiplierRunTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MICROSECOND = Duration.ofNanos(1_000);
    private static final Instant WINDOW = AS_OF.minus(Duration.ofDays(30));

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theExampleOfTheRulesHoldsAndIsExplainedPartByPart() {
        exampleVolunteer(3, 25, AS_OF.minus(DAY), AS_OF);
        JsonPath run = world.run(AS_OF);
        JsonPath found = world.multiplier(1);
        assertThat(found.getString("multiplier")).isEqualTo("1.3800");
        assertThat(found.getString("base")).isEqualTo("1.0");
        assertThat(found.getString("level")).isEqualTo("0.2");
        assertThat(found.getString("activity")).isEqualTo("0.10");
        assertThat(found.getString("referral")).isEqualTo("0.08");
        assertThat(found.getString("sum")).isEqualTo("1.38");
        assertThat(found.getString("decay_factor")).isEqualTo("1.0000000000");
        assertThat(found.getString("floor")).isEqualTo("1.2");
        assertThat(found.getString("cap")).isEqualTo("3.0");
        assertThat(found.getInt("volunteer_level")).isEqualTo(3);
        assertThat(found.getInt("approved_tasks")).isEqualTo(25);
        assertThat(found.getInt("active_downline")).isEqualTo(4);
        assertThat(found.getString("last_activity_at")).isEqualTo(AS_OF.toString());
        assertThat(found.getString("inactive_days")).isEqualTo("0.0000");
        assertThat(found.getString("as_of")).isEqualTo(AS_OF.toString());
        assertThat(found.getLong("run_id")).isEqualTo(run.getLong("id"));
        assertThat(run.getLong("volunteers_total")).isEqualTo(5);
        assertThat(run.getLong("volunteers_done")).isEqualTo(5);
    }

    @Test
    void theSameVolunteerAfterTwentyOneInactiveDaysIsAtTheFloor() {
        Instant last = AS_OF.minus(DAY.multipliedBy(21));
        exampleVolunteer(3, 25, last, last);
        world.run(AS_OF);
        assertThat(world.number(1)).isEqualTo("1.2000");
        assertThat(world.multiplier(1).getString("decay_factor")).isEqualTo("0.8573750000");
    }

    @Test
    void sixtyTasksAfterTenAndAHalfInactiveDaysDecayAsInTheRules() {
        Instant last = AS_OF.minus(Duration.ofHours(252));
        exampleVolunteer(1, 60, last, last);
        world.run(AS_OF);
        assertThat(world.number(1)).isEqualTo("1.1852");
        assertThat(world.multiplier(1).getString("inactive_days")).isEqualTo("10.5000");
    }

    @Test
    void theWindowBeginsAfterThirtyDaysAndEndsWithTheInstant() {
        world.sendAssignments(world.approved(1, 9, AS_OF));
        world.sendAssignments(world.approved(1, 1, WINDOW.plus(MICROSECOND)));
        world.sendAssignments(world.approved(1, 40, WINDOW));
        world.sendAssignments(world.approved(1, 40, AS_OF.plus(MICROSECOND)));
        world.send(world.assignment(1, Status.REJECTED, AS_OF));
        world.send(world.volunteer(1, 0, 1, null));
        world.settle();
        world.run(AS_OF);
        assertThat(world.multiplier(1).getInt("approved_tasks")).isEqualTo(10);
        assertThat(world.number(1)).isEqualTo("1.0500");
        assertThat(world.multiplier(1).getString("last_activity_at")).isEqualTo(AS_OF.toString());
    }

    @Test
    void aMemberOfTheDownlineIsActiveFromAMomentAfterThirtyDays() {
        world.send(
                world.volunteer(1, 0, 1, null),
                world.volunteer(2, 1, 1, WINDOW),
                world.volunteer(3, 1, 1, WINDOW.plus(MICROSECOND)),
                world.volunteer(4, 1, 1, null),
                world.volunteer(5, 1, 1, LONG_AGO));
        world.sendAssignments(world.approved(5, 1, AS_OF));
        world.sendAssignments(world.approved(4, 1, AS_OF.plus(MICROSECOND)));
        world.settle();
        world.run(AS_OF);
        assertThat(world.multiplier(1).getInt("active_downline")).isEqualTo(2);
        assertThat(world.number(1)).isEqualTo("1.0400");
    }

    @ParameterizedTest
    @CsvSource({"P7D, 1.0200", "PT168H0.000001S, 1.0000", "PT0S, 1.0200", "-PT1S, 1.0200"})
    void decayBeginsAfterExactlySevenDays(Duration inactive, String multiplier) {
        world.send(world.volunteer(1, 0, 1, AS_OF.minus(inactive)), world.volunteer(2, 1, 1, AS_OF));
        world.settle();
        world.run(AS_OF);
        assertThat(world.number(1)).isEqualTo(multiplier);
    }

    @Test
    void theCapHoldsHoweverHighTheLevel() {
        world.send(world.volunteer(1, 0, 1000, AS_OF));
        world.settle();
        world.run(AS_OF);
        assertThat(world.number(1)).isEqualTo("3.0000");
    }

    @Test
    void factsMayComeInAnyOrderAndOftenAndTheLatestHolds() {
        Assignment pending = world.assignment(1, Status.PENDING, null);
        Assignment approved = later(pending, Status.APPROVED, LONG_AGO.plus(DAY));
        List<Assignment> states = new ArrayList<>();
        for (Assignment assignment : world.approved(1, 9, AS_OF)) {
            states.add(assignment);
            states.add(assignment);
        }
        states.addAll(List.of(approved, pending, later(pending, Status.SUBMITTED, LONG_AGO.plusSeconds(5)), approved));
        Collections.shuffle(states, new Random(7));
        states.forEach(world::send);
        // The volunteer comes after the assignments, and the newer state before the older.
        world.send(world.volunteer(1, 0, 4, AS_OF, LONG_AGO.plus(DAY)));
        world.send(world.volunteer(1, 0, 9, null, LONG_AGO));
        world.settle();
        world.run(AS_OF);
        assertThat(world.multiplier(1).getInt("approved_tasks")).isEqualTo(10);
        assertThat(world.number(1)).isEqualTo("1.3500");
    }

    @Test
    void anApprovalThatIsTakenBackDoesNotCountInTheNextRun() {
        List<Assignment> assignments = world.approved(1, 10, AS_OF);
        world.sendAssignments(assignments);
        world.send(world.volunteer(1, 0, 1, AS_OF));
        world.settle();
        world.run(AS_OF);
        assertThat(world.number(1)).isEqualTo("1.0500");
        world.send(later(assignments.getFirst(), Status.REJECTED, LONG_AGO.plus(DAY)));
        world.settle();
        JsonPath run = world.run(AS_OF.plusSeconds(1));
        assertThat(world.number(1)).isEqualTo("1.0000");
        assertThat(run.getLong("changed")).isEqualTo(1);
    }

    @Test
    void aRunThatFindsTheSameChangesNothingAndTheExplanationIsOfTheRunThatWroteIt() {
        exampleVolunteer(3, 25, AS_OF.minus(DAY), AS_OF);
        JsonPath first = world.run(AS_OF);
        JsonPath second = world.run(AS_OF.plusSeconds(1));
        // All but the last of the chain have somebody in their downline.
        assertThat(first.getLong("changed")).isEqualTo(4);
        assertThat(second.getLong("changed")).isZero();
        assertThat(second.getLong("volunteers_done")).isEqualTo(5);
        assertThat(world.multiplier(1).getLong("run_id")).isEqualTo(first.getLong("id"));
    }

    @Test
    void theSameFactsAndInstantGiveTheSameWhateverRanBefore() {
        try (World untouched = new World()) {
            for (World each : List.of(world, untouched)) {
                each.send(each.volunteer(1, 0, 2, AS_OF.minus(DAY.multipliedBy(9))), each.volunteer(2, 1, 1, AS_OF));
                each.sendAssignments(each.approved(2, 31, AS_OF.minus(DAY.multipliedBy(3))));
                each.settle();
            }
            for (int day = -3; day < 0; day++) {
                world.run(AS_OF.plus(DAY.multipliedBy(day)));
            }
            world.run(AS_OF);
            untouched.run(AS_OF);
            for (int n = 1; n <= 2; n++) {
                assertThat(world.number(n)).isEqualTo(untouched.number(n)).isNotEqualTo("1.0000");
            }
        }
    }

    @Test
    void aRunOfAnEarlierInstantLeavesAloneWhatALaterOneHasDecided() {
        exampleVolunteer(3, 25, AS_OF.minus(DAY), AS_OF);
        world.run(AS_OF);
        JsonPath earlier = world.run(AS_OF.minus(DAY.multipliedBy(60)));
        assertThat(earlier.getLong("superseded")).isEqualTo(5);
        assertThat(earlier.getLong("changed")).isZero();
        assertThat(world.number(1)).isEqualTo("1.3800");
    }

    @Test
    void aRunOfOneOrganizationLeavesTheOthersAloneThoughTheyCountInItsDownline() {
        world.send(
                world.volunteer(1, 0, 1, AS_OF),
                world.volunteer(world.organization(1), 2, 1, 5, AS_OF, LONG_AGO),
                world.volunteer(world.organization(1), 3, 2, 5, AS_OF, LONG_AGO));
        world.settle();
        JsonPath run = world.run(AS_OF);
        assertThat(run.getLong("volunteers_done")).isEqualTo(1);
        assertThat(run.getLong("organization_id")).isEqualTo(world.organization());
        assertThat(world.number(1)).isEqualTo("1.0400");
        JsonPath other = world.multiplier(2);
        assertThat(other.getString("multiplier")).isEqualTo("1.0000");
        assertThat(other.getString("as_of")).isNull();
        assertThat(other.getString("base")).isNull();
    }

    @Test
    void aRunOfAllComputesEverybody() {
        Instant asOf = world.asOfForAll();
        world.send(world.volunteer(1, 0, 1, asOf), world.volunteer(world.organization(1), 2, 1, 5, asOf, LONG_AGO));
        world.settle();
        long id = world.start("operator", "{\"as_of\":\"" + asOf + "\"}")
                .then()
                .statusCode(202)
                .body("organization_id", nullValue())
                .extract()
                .jsonPath()
                .getLong("id");
        assertThat(world.completed(id).getLong("volunteers_done")).isGreaterThanOrEqualTo(2);
        assertThat(world.number(1)).isEqualTo("1.0200");
        assertThat(world.number(2)).isEqualTo("1.4000");
    }

    @Test
    void aRunOfNobodyIsCompleted() {
        JsonPath run = world.run(AS_OF);
        assertThat(run.getLong("volunteers_total")).isZero();
        assertThat(run.getLong("volunteers_done")).isZero();
        assertThat(run.getString("finished_at")).isNotNull();
        assertThat(run.getString("failure")).isNull();
    }

    @Test
    void triggeringItAgainAnswersTheRunThatExists() {
        String body = body(world.organization(), AS_OF);
        Response first = world.start("scheduler", body);
        Response again = world.start("operator", body);
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(again.statusCode()).isEqualTo(200);
        long id = first.jsonPath().getLong("id");
        assertThat(again.jsonPath().getLong("id")).isEqualTo(id);
        first.then().header("Location", endsWith("/volunteer_scheduler/multipliers/runs/" + id));
        again.then().header("Location", endsWith("/volunteer_scheduler/multipliers/runs/" + id));
    }

    @Test
    void manyTriggersAtTheSameMomentMakeOneRun() {
        world.send(world.volunteer(1, 0, 2, AS_OF));
        world.settle();
        String body = body(world.organization(), AS_OF);
        List<CompletableFuture<Response>> triggers = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> world.start(i % 2 == 0 ? "scheduler" : "operator", body), Thread::startVirtualThread))
                .toList();
        List<Response> answers = triggers.stream().map(CompletableFuture::join).toList();
        assertThat(answers)
                .extracting(Response::statusCode)
                .containsOnly(200, 202)
                .containsOnlyOnce(202);
        assertThat(answers)
                .extracting(answer -> answer.jsonPath().getLong("id"))
                .containsOnly(answers.getFirst().jsonPath().getLong("id"));
        world.completed(answers.getFirst().jsonPath().getLong("id"));
        assertThat(world.number(1)).isEqualTo("1.1000");
    }

    @Test
    void withoutAnInstantItIsThisMinute() {
        Instant before = Instant.now();
        JsonPath run = world.start("operator", "{\"organization_id\":" + world.organization() + "}")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();
        Instant asOf = Instant.parse(run.getString("as_of"));
        assertThat(asOf).isBetween(before.minusSeconds(60), Instant.now());
        assertThat(asOf.getEpochSecond() % 60).isZero();
        assertThat(asOf.getNano()).isZero();
        world.completed(run.getLong("id"));
    }

    /** Whoever starts it has another clock. */
    @Test
    void anInstantThatIsNotReachedYetIsToBeAskedForAgain() {
        Instant soon = Instant.now().plusSeconds(25);
        String waiting = world.start("scheduler", body(world.organization(), soon))
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .body("detail", containsString("as_of is "))
                .extract()
                .header("Retry-After");
        assertThat(Integer.parseInt(waiting)).isBetween(1, 25);
        world.start("scheduler", body(world.organization(), soon.plusSeconds(60)))
                .then()
                .statusCode(400)
                .body("violations.field", contains("as_of"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2999-01-01T00:00:00Z\"",
                "\"2090-01-01T00:00:00Z\"",
                "\"yesterday\"",
                "\"2024-12-15\"",
                "\"2024-12-15T02:00:00\"",
                "1734228000",
                "true"
            })
    void anInstantInTheFutureOrNoneAtAllIsRefused(String asOf) {
        world.start("operator", "{\"as_of\":" + asOf + "}")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("violations.field", contains("as_of"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "\"1\"", "9223372036854775808"})
    void anOrganizationThatCanNotBeIsRefused(String organization) {
        world.start("operator", "{\"organization_id\":" + organization + "}")
                .then()
                .statusCode(400)
                .body("violations.field", contains("organization_id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "[]", "\"run\"", "{\"as_of\":", "{} {}"})
    void whatIsNoRequestIsRefused(String body) {
        world.start("operator", body).then().statusCode(400).contentType("application/problem+json");
    }

    @Test
    void theSchedulerStartsRunsAndReadsThemTheViewerOnlyReads() {
        String body = body(world.organization(), AS_OF);
        assertThat(world.start("viewer", body).statusCode()).isEqualTo(403);
        assertThat(RestAssured.given()
                        .contentType("application/json")
                        .body(body)
                        .post("/volunteer_scheduler/multipliers/runs")
                        .statusCode())
                .isEqualTo(401);
        long id = world.start("scheduler", body)
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("id");
        for (String user : List.of("scheduler", "viewer", "operator")) {
            for (String path : List.of("runs", "runs/" + id)) {
                assertThat(World.as(user)
                                .get("/volunteer_scheduler/multipliers/" + path)
                                .statusCode())
                        .as(user + " reads " + path)
                        .isEqualTo(200);
            }
        }
        assertThat(World.as("scheduler")
                        .get("/volunteer_scheduler/multipliers/" + world.id(1))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void whoStartedWhatStandsInTheAuditLog() {
        try (AuditLines audit = new AuditLines()) {
            long id = world.run(AS_OF).getLong("id");
            World.await(() -> audit.of("multiplier_run:" + id).size() == 2);
            assertThat(audit.of("multiplier_run:" + id))
                    .extracting(line -> line.path("what").asText(), line -> line.path("outcome")
                            .asText())
                    .contains(tuple("multiplier_run.start", "started"), tuple("multiplier_run.compute", "completed"));
        }
    }

    @Test
    void aPersonsRunOvertakesThatOfTheSchedule() {
        String heard = world.broker().listen("multiplier.run");
        world.run(AS_OF);
        List<GetResponse> manual = world.broker().drain(heard);
        world.completed(world.start("scheduler", body(world.organization(), AS_OF.plusSeconds(1)))
                .jsonPath()
                .getLong("id"));
        List<GetResponse> bySchedule = world.broker().drain(heard);
        assertThat(manual)
                .extracting(message -> message.getProps().getPriority())
                .containsOnly(8);
        assertThat(bySchedule)
                .extracting(message -> message.getProps().getPriority())
                .containsOnly(3);
    }

    @Test
    void runsAreListedNewestFirstByPages() {
        List<Long> started = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            started.addFirst(world.run(AS_OF.plusSeconds(i)).getLong("id"));
        }
        JsonPath first = World.get("multipliers/runs?limit=3").jsonPath();
        JsonPath second = World.get("multipliers/runs?limit=3&cursor=" + first.getString("next_cursor"))
                .jsonPath();
        List<Long> listed = new ArrayList<>(first.getList("items.id", Long.class));
        listed.addAll(second.getList("items.id", Long.class));
        assertThat(listed.subList(0, 5)).isEqualTo(started);
    }

    @Test
    void whoIsUnknownIsNotFoundAndWhatIsNoIdIsRefused() {
        assertThat(World.get("multipliers/" + world.id(1)).statusCode()).isEqualTo(404);
        assertThat(World.get("multipliers/nobody").statusCode()).isEqualTo(400);
        assertThat(World.get("multipliers/0").statusCode()).isEqualTo(400);
        assertThat(World.get("multipliers/runs/999999999").statusCode()).isEqualTo(404);
        assertThat(World.get("multipliers/runs/x").statusCode()).isEqualTo(400);
    }

    /** The volunteer of the rules' example, brought in four who are active. */
    private void exampleVolunteer(int level, int approved, Instant lastOwnActivity, Instant lastReview) {
        world.send(world.volunteer(1, 0, level, lastOwnActivity));
        for (int n = 2; n <= 5; n++) {
            world.send(world.volunteer(n, n - 1, 1, n == 5 ? AS_OF : AS_OF.minus(DAY)));
        }
        world.sendAssignments(world.approved(1, approved - 1, lastReview.minusSeconds(5)));
        world.sendAssignments(world.approved(1, 1, lastReview));
        world.settle();
    }

    private static Assignment later(Assignment before, Status status, Instant updatedAt) {
        boolean reviewed = status == Status.APPROVED || status == Status.REJECTED;
        return new Assignment(
                before.assignmentId(),
                before.userId(),
                status,
                before.xpReward(),
                before.levelRequired(),
                before.assignedAt(),
                reviewed ? AS_OF : null,
                updatedAt);
    }
}
