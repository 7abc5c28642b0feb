// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.volunteerscheduler.multiplier.World.AS_OF;
import static org.volunteerscheduler.multiplier.World.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.GetResponse;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.multiplier.NaiveMultipliers;
import org.volunteerscheduler.multiplier.World;
import org.volunteerscheduler.platform.test.ServiceTest;
import org.volunteerscheduler.platform.test.TestBroker;

/** Runs whose parts fail, get lost or come twice, and facts that come in between. A part has ten volunteers here. */
@QuarkusTest
@ServiceTest("multiplier")
class TroubledRunTest {

    private static final int VOLUNTEERS = 35;
    private static final String DEAD = Queue.MULTIPLIERS.deadLetterQueueName();

    private final World world = new World();

    @Inject
    Pool database;

    @AfterEach
    void close() {
        admitEverybody();
        world.broker().drain(DEAD);
        world.close();
    }

    @Test
    void aPartThatFailsIsToldInTheRunAndTakenUpAgainWhenTheRunIsTriggeredAgain() {
        everybody();
        refuse(17);
        long id = start();
        JsonPath failed = world.awaitRun(id, "failed");
        assertThat(failed.getString("failure")).contains("nobody_refused");
        assertThat(failed.getString("finished_at")).isNull();
        World.await(() -> World.get("multipliers/runs/" + id).jsonPath().getLong("volunteers_done") == 25);

        admitEverybody();
        JsonPath again = world.start("operator", body(world.organization(), AS_OF))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(again.getLong("id")).isEqualTo(id);
        JsonPath completed = world.completed(id);
        assertThat(completed.getString("failure")).isNull();
        assertThat(completed.getLong("volunteers_done")).isEqualTo(VOLUNTEERS);
        assertThat(completed.getLong("changed")).isEqualTo(VOLUNTEERS);
        assertEverybodyIsRight();
    }

    @Test
    void aPartThatKeepsFailingIsADeadLetterWhoseReDriveCompletesTheRun() {
        everybody();
        refuse(17);
        long id = start();
        World.await(() -> world.broker().ready(DEAD) == 1);
        assertThat(world.awaitRun(id, "failed").getLong("volunteers_done")).isEqualTo(25);
        JsonPath letter = World.get("multipliers/dead_letters").jsonPath();
        assertThat(letter.getInt("items[0].attempts")).isEqualTo(5);
        assertThat(letter.getString("items[0].reason")).contains("nobody_refused");

        admitEverybody();
        assertThat(World.as("operator")
                        .post("/volunteer_scheduler/multipliers/dead_letters/redrive")
                        .jsonPath()
                        .getInt("redriven"))
                .isEqualTo(1);
        assertThat(world.completed(id).getLong("volunteers_done")).isEqualTo(VOLUNTEERS);
        assertEverybodyIsRight();
    }

    @Test
    void aRunWhoseFirstMessageNeverReachedTheBrokerIsPublishedByTheWatch() {
        everybody();
        // As a replica leaves it that dies, or loses the broker, right after its commit.
        long id = database.query("with run as (insert into multiplier_run (organization_id, as_of, by_person,"
                        + " max_multiplier, volunteers_total, parts_open, started_at, progressed_at) values ("
                        + world.organization() + ", '" + AS_OF + "', false, 3.0, 35, 1, now(), now()) returning id),"
                        + " part as (insert into multiplier_run_part (run_id, part, first_user_id, last_user_id,"
                        + " volunteers, published_at) select id, 0, 1, 9223372036854775807, 0, now() from run)"
                        + " select id from run")
                .executeAndAwait()
                .iterator()
                .next()
                .getLong("id");
        assertThat(world.completed(id).getLong("volunteers_done")).isEqualTo(VOLUNTEERS);
        assertEverybodyIsRight();
    }

    @Test
    void aPartWhoseMessageGotLostIsPublishedByTheWatch() {
        everybody();
        refuse(17);
        long id = start();
        World.await(() -> world.broker().ready(DEAD) == 1);
        world.broker().drain(DEAD);
        admitEverybody();
        // Forgotten everywhere but in the database, where it counts as waiting.
        database.query("update multiplier_run_part set failure = null where done_at is null and run_id = " + id)
                .executeAndAwait();
        world.completed(id);
        assertEverybodyIsRight();
    }

    @Test
    void whatHasChangedIsAnnouncedAndAnnouncedAgainWithTheSameIds() {
        everybody();
        String changes = world.broker().listen("multiplier.changed");
        String completions = world.broker().listen("multiplier.run.completed");
        long id = start();
        JsonPath run = world.completed(id);
        List<GetResponse> announced = await(changes, 4);
        List<JsonNode> items = new ArrayList<>();
        announced.forEach(message -> Json.parse(message.getBody()).path("items").forEach(items::add));
        assertThat(items).hasSize(VOLUNTEERS).allSatisfy(item -> {
            assertThat(item.path("as_of").asText()).isEqualTo(AS_OF.toString());
            assertThat(item.path("multiplier").decimalValue().toPlainString())
                    .isEqualTo(world.number((int) (item.path("user_id").asLong() - world.id(0))));
        });
        assertThat(announced).allSatisfy(message -> {
            assertThat(message.getProps().getType()).isEqualTo("multiplier.changed");
            assertThat(message.getProps().getPriority()).isEqualTo(5);
        });
        World.await(() -> world.broker().ready(completions) > 0);
        JsonNode completed =
                Json.parse(world.broker().drain(completions).getFirst().getBody());
        assertThat(completed.path("run_id").asLong()).isEqualTo(id);
        assertThat(completed.path("organization_id").asLong()).isEqualTo(world.organization());
        assertThat(completed.path("volunteers").asLong()).isEqualTo(VOLUNTEERS);
        assertThat(completed.path("changed").asLong()).isEqualTo(run.getLong("changed"));
        assertThat(completed.path("finished_at").asText()).isEqualTo(run.getString("finished_at"));

        // As after a crash between commit and acknowledgement: every part comes once more.
        for (int part = 0; part <= 4; part++) {
            world.broker().publish("multiplier.run", "multiplier.run", "{\"run_id\":" + id + ",\"part\":" + part + "}");
        }
        assertThat(ids(await(changes, 4))).containsExactlyInAnyOrderElementsOf(ids(announced));
        // Parts that end together may each say that the run is completed, with one and the same id.
        World.await(() -> world.broker().ready(completions) >= 5);
        assertThat(ids(world.broker().drain(completions))).containsOnly(completionId(id));
        assertThat(world.completed(id).getLong("volunteers_done")).isEqualTo(VOLUNTEERS);
    }

    @ParameterizedTest
    @EnumSource(
            value = Queue.class,
            names = {"FACTS_COMMISSIONS", "FACTS_BUDGETS"})
    void everyServiceLearnsOfAChangeThoughItsQueueWasDeletedWhileItWasStopped(Queue deleted) {
        everybody();
        String somebodyElses = world.broker().listen("multiplier.changed");
        world.broker().delete(deleted.queueName());
        world.completed(start());
        List<Long> everybody = LongStream.rangeClosed(world.id(1), world.id(VOLUNTEERS))
                .boxed()
                .toList();
        for (Queue queue : List.of(Queue.FACTS_COMMISSIONS, Queue.FACTS_BUDGETS)) {
            Set<Long> told = new HashSet<>();
            World.await(() -> {
                // A channel does not survive that there is no such queue yet.
                try (TestBroker broker = TestBroker.of("multiplier")) {
                    broker.drain(queue.queueName()).stream()
                            // What is announced to everybody does not count.
                            .filter(message ->
                                    message.getEnvelope().getExchange().isEmpty())
                            .forEach(message -> Json.parse(message.getBody())
                                    .path("items")
                                    .forEach(item ->
                                            told.add(item.path("user_id").asLong())));
                }
                return told.containsAll(everybody);
            });
        }
        world.broker().delete(somebodyElses);
    }

    @Test
    void aPartOfNoRunIsADeadLetter() {
        world.broker().publish("multiplier.run", "multiplier.run", "{\"run_id\":987654321,\"part\":1}");
        World.await(() -> world.broker().ready(DEAD) == 1);
        assertThat(World.get("multipliers/dead_letters").jsonPath().getString("items[0].reason"))
                .contains("run 987654321 has no part 1");
    }

    @Test
    void factsThatComeDuringARunAreInItOrInTheNext() {
        everybody();
        long id = start();
        List<Volunteer> more = new ArrayList<>();
        List<Assignment> moreAssignments = new ArrayList<>();
        for (int n = 1; n <= VOLUNTEERS + 20; n++) {
            more.add(world.volunteer(n, n % 7, 2 + n % 9, AS_OF.minusSeconds(n), World.LONG_AGO.plusSeconds(1)));
            moreAssignments.addAll(world.approved(n, 3, AS_OF.minusSeconds(n)));
            world.send(more.getLast());
            world.sendAssignments(moreAssignments.subList(moreAssignments.size() - 3, moreAssignments.size()));
        }
        JsonPath during = world.completed(id);
        assertThat(during.getLong("volunteers_done"))
                .isEqualTo(during.getLong("volunteers_total"))
                .isBetween((long) VOLUNTEERS, VOLUNTEERS + 20L);
        world.settle();
        JsonPath next = world.run(AS_OF.plusSeconds(1));
        assertThat(next.getLong("volunteers_done")).isEqualTo(VOLUNTEERS + 20);
        List<Assignment> assignments = new ArrayList<>(assignments());
        assignments.addAll(moreAssignments);
        new NaiveMultipliers(more, assignments, AS_OF.plusSeconds(1)).all().forEach((userId, expected) -> assertThat(
                        world.number((int) (userId - world.id(0))))
                .isEqualTo(expected.multiplier()));
    }

    private List<Assignment> assignments;

    private List<Volunteer> volunteers() {
        return IntStream.rangeClosed(1, VOLUNTEERS)
                .mapToObj(n -> world.volunteer(n, n / 2, 2 + n % 5, AS_OF.minusSeconds(n)))
                .toList();
    }

    private List<Assignment> assignments() {
        if (assignments == null) {
            assignments = world.approved(3, 12, AS_OF.minusSeconds(1));
        }
        return assignments;
    }

    private void everybody() {
        world.sendAssignments(assignments());
        world.sendVolunteers(volunteers());
        world.settle();
    }

    private void assertEverybodyIsRight() {
        new NaiveMultipliers(volunteers(), assignments(), AS_OF).all().forEach((userId, expected) -> assertThat(
                        world.number((int) (userId - world.id(0))))
                .isEqualTo(expected.multiplier()));
    }

    private long start() {
        return world.start("operator", body(world.organization(), AS_OF))
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private List<GetResponse> await(String queue, int messages) {
        World.await(() -> world.broker().ready(queue) == messages);
        return world.broker().drain(queue);
    }

    private static List<String> ids(List<GetResponse> messages) {
        return messages.stream()
                .map(message -> message.getProps().getMessageId())
                .toList();
    }

    private static String completionId(long runId) {
        return UUID.nameUUIDFromBytes(("multiplier.run.completed:" + runId).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** The database has something against this volunteer, as a defect of ours might make it. */
    private void refuse(int volunteer) {
        execute("alter table multiplier add constraint nobody_refused check (user_id <> " + world.id(volunteer)
                + ") not valid");
    }

    private void admitEverybody() {
        execute("alter table multiplier drop constraint if exists nobody_refused");
    }

    private void execute(String statement) {
        database.query(statement).executeAndAwait();
    }
}
