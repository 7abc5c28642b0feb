package org.volunteerscheduler.budget;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.volunteerscheduler.contracts.AssignmentChanged;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.AssignmentChanged.Status;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.MultiplierChanged;
import org.volunteerscheduler.contracts.MultiplierChanged.Multiplier;
import org.volunteerscheduler.contracts.VolunteerChanged;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.platform.test.Servers;
import org.volunteerscheduler.platform.test.TestBroker;

/**
 * A small world of a test's own: volunteers, organizations and assignments with ids that nobody else uses. Facts are
 * collected, sent through the queue together and awaited.
 */
public final class World implements AutoCloseable {

    public static final Instant LONG_AGO = Instant.parse("2000-06-01T00:00:00Z");

    private static final AtomicLong NEXT_WORLD = new AtomicLong(System.currentTimeMillis());
    private static final int MARKER = 9_999;

    private final long base = NEXT_WORLD.incrementAndGet() * 10_000;
    private final TestBroker broker;
    private final List<Volunteer> volunteers = new ArrayList<>();
    private final List<Assignment> assignments = new ArrayList<>();
    private final List<Multiplier> multipliers = new ArrayList<>();
    private int nextAssignment = 1;
    private int nextMarker = 1;

    public World() {
        this(TestBroker.of("budget"));
    }

    World(TestBroker broker) {
        this.broker = broker;
    }

    public TestBroker broker() {
        return broker;
    }

    /** The id of this world's volunteer {@code n}, or of its organization {@code n}. */
    public long id(int n) {
        return base + n;
    }

    /** @param referrer 0: none */
    public World volunteer(int n, int referrer, int organization) {
        return volunteer(n, referrer, organization, LONG_AGO);
    }

    public World volunteer(int n, int referrer, int organization, Instant updatedAt) {
        volunteers.add(new Volunteer(
                id(n), id(organization), referrer == 0 ? null : id(referrer), 1, null, LONG_AGO, updatedAt));
        return this;
    }

    /** Approved assignments of volunteer n, all reviewed at the same time. */
    public World approved(int n, int count, int xpReward, Instant reviewedAt) {
        for (int i = 0; i < count; i++) {
            assignment(n, Status.APPROVED, xpReward, 1, reviewedAt.minusSeconds(60), reviewedAt);
        }
        return this;
    }

    /** @param reviewedAt null while nobody has reviewed it */
    public World assignment(int n, Status status, int xpReward, int level, Instant assignedAt, Instant reviewedAt) {
        return assignment(new Assignment(
                base + nextAssignment++, id(n), status, xpReward, level, assignedAt, reviewedAt, LONG_AGO));
    }

    /** A state of one that may be known already. */
    public World assignment(Assignment assignment) {
        assignments.add(assignment);
        return this;
    }

    public World multiplier(int n, String multiplier, Instant asOf) {
        multipliers.add(new Multiplier(id(n), new BigDecimal(multiplier), asOf));
        return this;
    }

    /** Sends what was collected; returns when the service knows it. */
    public World send() {
        publish("volunteer.changed", volunteers, VolunteerChanged::new);
        publish("assignment.changed", assignments, AssignmentChanged::new);
        publish("multiplier.changed", multipliers, MultiplierChanged::new);
        awaitMarker();
        return this;
    }

    private <T> void publish(String type, List<T> facts, Function<List<T>, Object> message) {
        for (int i = 0; i < facts.size(); i += 1000) {
            List<T> some = List.copyOf(facts.subList(i, Math.min(facts.size(), i + 1000)));
            broker.publish(type, type, new String(Json.write(message.apply(some)), StandardCharsets.UTF_8));
        }
        facts.clear();
    }

    /** Facts are taken in order, so what was sent before a marker is known when the marker is. */
    private void awaitMarker() {
        int organization = MARKER - nextMarker++;
        Instant reviewedAt = Instant.parse("2000-07-01T12:00:00Z");
        volunteer(organization, 0, organization);
        approved(organization, 1, 1, reviewedAt);
        publish("volunteer.changed", volunteers, VolunteerChanged::new);
        publish("assignment.changed", assignments, AssignmentChanged::new);
        await(() -> preview("\"period\":\"daily\",\"as_of\":\"2000-07-02T00:00:00Z\",\"organization_id\":"
                                + id(organization))
                        .getInt("eligible")
                == 1);
    }

    public JsonPath preview(String fields) {
        return exact(post("preview", "{" + fields + "}")
                .then()
                .statusCode(200)
                .extract()
                .response());
    }

    /** Starts the run and answers it as soon as it is completed. */
    public static JsonPath run(String fields) {
        Response started = post("runs", "{" + fields + "}");
        assertThat(started.statusCode()).as(started.asString()).isEqualTo(202);
        return completed(started.jsonPath().getLong("id"));
    }

    public static JsonPath completed(long id) {
        Response[] last = new Response[1];
        await(() -> {
            last[0] = get("runs/" + id);
            return "completed".equals(last[0].jsonPath().getString("status"));
        });
        return exact(last[0]);
    }

    public static JsonPath allocations(JsonPath run) {
        return exact(get("runs/" + run.getLong("id") + "/allocations?limit=1000"));
    }

    public static List<String> amounts(JsonPath allocations) {
        return allocations.getList("items.amount", BigDecimal.class).stream()
                .map(BigDecimal::toPlainString)
                .toList();
    }

    /** This world's volunteers, by rank. */
    public List<Integer> ranked(JsonPath allocations) {
        return allocations.getList("items.user_id", Long.class).stream()
                .map(id -> (int) (id - base))
                .toList();
    }

    public static Response get(String path) {
        return as("viewer").get("/volunteer_scheduler/budgets/" + path);
    }

    public static Response post(String path, String body) {
        return as("operator").contentType("application/json").body(body).post("/volunteer_scheduler/budgets/" + path);
    }

    public static RequestSpecification as(String user) {
        return given().auth().preemptive().basic(user, Servers.password(user));
    }

    /** Numbers as decimals, never as floats. */
    public static JsonPath exact(Response response) {
        return response.jsonPath(
                JsonPathConfig.jsonPathConfig().numberReturnType(JsonPathConfig.NumberReturnType.BIG_DECIMAL));
    }

    public static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(condition);
    }

    @Override
    public void close() {
        broker.close();
    }
}
