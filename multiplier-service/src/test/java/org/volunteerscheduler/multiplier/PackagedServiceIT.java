// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.volunteerscheduler.multiplier.World.AS_OF;
import static org.volunteerscheduler.multiplier.World.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.GetResponse;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.MultiplierChanged;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.platform.test.PackagedService;
import org.volunteerscheduler.platform.test.Servers;
import org.volunteerscheduler.platform.test.TestBroker;

/** The service as it is shipped: killed in the middle of a run, in two replicas, with parts of thousands. */
class PackagedServiceIT {

    private static final String HOST = "multiplier-packaged";
    private static final int VOLUNTEERS = 600;
    private static final int MORE_THAN_A_MESSAGE_HOLDS = 2_600;
    private static final Map<String, String> TINY_PARTS = Map.of(
            "VOLUNTEER_SCHEDULER_MULTIPLIER_PART_SIZE",
            "4",
            "VOLUNTEER_SCHEDULER_RUN_STALL_TIMEOUT",
            "PT1S",
            "VOLUNTEER_SCHEDULER_RUN_CHECK",
            "PT0.2S");

    private final World world = new World(TestBroker.fresh(HOST));
    private final List<PackagedService> started = new ArrayList<>();

    @AfterEach
    void stopAll() {
        started.forEach(PackagedService::close);
        world.close();
    }

    @Test
    void aReplicaThatIsKilledInTheMiddleOfARunLeavesNobodyOut() {
        PackagedService first = start(TINY_PARTS).awaitReady();
        everybody();
        long id = startRun();
        World.await(() -> done(id) > 0);
        first.kill();
        World.await(() -> world.broker().ready(Queue.MULTIPLIERS.queueName()) > 0);

        start(TINY_PARTS).awaitReady();
        JsonPath run = world.completed(id);
        assertThat(run.getLong("volunteers_done")).isEqualTo(VOLUNTEERS);
        assertThat(run.getLong("changed")).isEqualTo(VOLUNTEERS);
        assertEverybodyIsRight();
        World.await(() -> world.broker().ready(Queue.MULTIPLIERS.queueName()) == 0);
        assertThat(world.broker().ready(Queue.MULTIPLIERS.deadLetterQueueName()))
                .isZero();
    }

    @Test
    void twoReplicasShareTheParts() {
        PackagedService first = start(TINY_PARTS).awaitReady();
        everybody();
        PackagedService second = start(TINY_PARTS).awaitReady();
        long id = startRun();
        JsonPath run = world.completed(id);
        assertThat(run.getLong("volunteers_done")).isEqualTo(VOLUNTEERS);
        assertThat(run.getLong("changed")).isEqualTo(VOLUNTEERS);
        assertEverybodyIsRight();
        double firstTook = partsTaken(first);
        double secondTook = partsTaken(second);
        assertThat(firstTook).isPositive();
        assertThat(secondTook).isPositive();
        assertThat(firstTook + secondTook).isGreaterThanOrEqualTo(VOLUNTEERS / 4.0);
    }

    @Test
    void changesAreAnnouncedByTheThousand() {
        start(Map.of()).awaitReady();
        String heard = world.broker().listen("multiplier.changed");
        world.sendVolunteers(volunteers(MORE_THAN_A_MESSAGE_HOLDS));
        world.settle();
        world.completed(startRun());
        World.await(() -> world.broker().ready(heard) == 3);
        Set<Long> users = new HashSet<>();
        List<Integer> sizes = new ArrayList<>();
        for (GetResponse message : world.broker().drain(heard)) {
            JsonNode items = Json.parse(message.getBody()).path("items");
            // As commission-service and budget-service read it.
            Json.read(message.getBody(), MultiplierChanged::read);
            sizes.add(items.size());
            items.forEach(item -> users.add(item.path("user_id").asLong()));
        }
        assertThat(sizes).containsExactly(1000, 1000, 600);
        assertThat(users).hasSize(MORE_THAN_A_MESSAGE_HOLDS);
    }

    /** The schedule fires every second here, in both replicas, and names the same minute each time. */
    @Test
    void withTheInternalScheduleSeveralReplicasMakeOneRun() throws SQLException {
        Map<String, String> schedule = Map.of(
                "VOLUNTEER_SCHEDULER_SCHEDULE", "internal",
                "VOLUNTEER_SCHEDULER_MULTIPLIER_CRON", "* * * * * ?",
                "VOLUNTEER_SCHEDULER_TIME_ZONE", "Europe/Berlin");
        PackagedService first = start(schedule).awaitReady();
        PackagedService second = start(schedule).awaitReady();
        try {
            World.await(() -> triggers(first) > 2 && triggers(second) > 2);
            List<String> instants = World.get("multipliers/runs?limit=1000")
                    .jsonPath()
                    .getList("items.findAll { it.organization_id == null && it.as_of > '2025' }.as_of", String.class);
            assertThat(instants).doesNotHaveDuplicates().hasSizeBetween(1, 2).allSatisfy(instant -> assertThat(instant)
                    .endsWith(":00Z"));
        } finally {
            started.forEach(PackagedService::close);
            forgetRunsOfToday();
        }
    }

    @Test
    void aCapThatMakesNoSenseStopsTheStart() {
        PackagedService service = start(Map.of("VOLUNTEER_SCHEDULER_MAX_MULTIPLIER", "0.5"));
        assertThatThrownBy(service::awaitReady).hasMessageContaining("stopped");
    }

    private PackagedService start(Map<String, String> settings) {
        PackagedService service = PackagedService.start("multiplier", HOST, settings);
        started.add(service);
        RestAssured.port = service.port();
        return service;
    }

    private List<Assignment> assignments;

    private List<Volunteer> volunteers(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(n -> world.volunteer(n, n / 2, 2 + n % 7, AS_OF.minusSeconds(n * 600L)))
                .toList();
    }

    private void everybody() {
        assignments = world.approved(3, 12, AS_OF.minusSeconds(1));
        world.sendAssignments(assignments);
        world.sendVolunteers(volunteers(VOLUNTEERS));
        world.settle();
    }

    private void assertEverybodyIsRight() {
        Map<Long, NaiveMultipliers.Expected> expected =
                new NaiveMultipliers(volunteers(VOLUNTEERS), assignments, AS_OF).all();
        assertThat(expected).hasSize(VOLUNTEERS);
        expected.forEach((userId, one) ->
                assertThat(world.number((int) (userId - world.id(0)))).isEqualTo(one.multiplier()));
    }

    private long startRun() {
        return world.start("scheduler", body(world.organization(), AS_OF))
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private long done(long runId) {
        return World.get("multipliers/runs/" + runId).jsonPath().getLong("volunteers_done");
    }

    /** A later run of all organizations would decide on everybody in the other tests. */
    private static void forgetRunsOfToday() throws SQLException {
        String url = "jdbc:postgresql://" + Servers.variable("POSTGRES_HOST") + ":" + Servers.variable("POSTGRES_PORT")
                + "/volunteer_scheduler_multiplier";
        String today = "(select id from multiplier_run where organization_id is null and as_of > '2025-01-01Z')";
        try (Connection database = DriverManager.getConnection(
                        url, "volunteer_scheduler_multiplier", Servers.variable("MULTIPLIER_DB_PASSWORD"));
                Statement statement = database.createStatement()) {
            for (String table : List.of("multiplier_run_volunteer", "multiplier_run_part", "multiplier")) {
                statement.execute("delete from " + table + " where run_id in " + today);
            }
            statement.execute("delete from multiplier_run where id in " + today);
        }
    }

    private static double triggers(PackagedService service) {
        return metric(service, "volunteer_scheduler_multiplier_runs_triggered_total");
    }

    /** Messages that it has taken from the queue of parts. */
    private static double partsTaken(PackagedService service) {
        return metric(service, "volunteer_scheduler_batch_messages_sum\\{[^}]*" + Queue.MULTIPLIERS.queueName() + "\"");
    }

    /** The sum over all metrics whose line begins so. */
    private static double metric(PackagedService service, String beginning) {
        return RestAssured.given()
                .port(service.port())
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(Pattern.compile("^" + beginning).asPredicate())
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
