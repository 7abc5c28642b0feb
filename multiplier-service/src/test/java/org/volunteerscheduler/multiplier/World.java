package org.volunteerscheduler.multiplier;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.volunteerscheduler.contracts.AssignmentChanged;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.AssignmentChanged.Status;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.VolunteerChanged;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.platform.test.Servers;
import org.volunteerscheduler.platform.test.TestBroker;

/** A small world of volunteers of a test's own: ids and an organization that nobody else uses. */
public final class World implements AutoCloseable {

    public static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    public static final Instant AS_OF = Instant.parse("2024-12-15T02:00:00Z");

    private static final AtomicLong NEXT_WORLD = new AtomicLong(System.currentTimeMillis());

    private final long number = NEXT_WORLD.incrementAndGet();
    private final long base = number * 100_000;
    private final AtomicLong nextAssignment = new AtomicLong(base);
    private final AtomicLong nextMarker = new AtomicLong(base + 90_000);
    private final TestBroker broker;

    public World() {
        this(TestBroker.of("multiplier"));
    }

    public World(TestBroker broker) {
        this.broker = broker;
    }

    public TestBroker broker() {
        return broker;
    }

    /** The id of this world's volunteer {@code n}. */
    public long id(int n) {
        return base + n;
    }

    public long organization() {
        return base;
    }

    /** One of this world's other organizations. */
    public long organization(int n) {
        return base + n;
    }

    /**
     * For runs of all organizations: before any instant of a run of one, so that they supersede nobody else's, and after
     * that of every earlier world.
     */
    public Instant asOfForAll() {
        return Instant.parse("2001-01-01T00:00:00Z").plusMillis(number - 1_700_000_000_000L);
    }

    /** A volunteer's state; referrer 0: none. */
    public Volunteer volunteer(int n, int referrer, int level, Instant lastActivityAt) {
        return volunteer(n, referrer, level, lastActivityAt, LONG_AGO);
    }

    public Volunteer volunteer(int n, int referrer, int level, Instant lastActivityAt, Instant updatedAt) {
        return volunteer(organization(), n, referrer, level, lastActivityAt, updatedAt);
    }

    public Volunteer volunteer(
            long organization, int n, int referrer, int level, Instant lastActivityAt, Instant updatedAt) {
        return new Volunteer(
                id(n), organization, referrer == 0 ? null : id(referrer), level, lastActivityAt, LONG_AGO, updatedAt);
    }

    public Assignment assignment(int n, Status status, Instant reviewedAt) {
        return new Assignment(nextAssignment.incrementAndGet(), id(n), status, 20, 1, LONG_AGO, reviewedAt, LONG_AGO);
    }

    public List<Assignment> approved(int n, int count, Instant reviewedAt) {
        return IntStream.range(0, count)
                .mapToObj(i -> assignment(n, Status.APPROVED, reviewedAt))
                .toList();
    }

    public void send(Volunteer... volunteers) {
        sendVolunteers(List.of(volunteers));
    }

    public void sendVolunteers(List<Volunteer> volunteers) {
        for (int i = 0; i < volunteers.size(); i += VolunteerChanged.MAX_ITEMS) {
            broker.publish(
                    "volunteer.changed",
                    "volunteer.changed",
                    text(new VolunteerChanged(
                            volunteers.subList(i, Math.min(volunteers.size(), i + VolunteerChanged.MAX_ITEMS)))));
        }
    }

    public void send(Assignment... assignments) {
        sendAssignments(List.of(assignments));
    }

    public void sendAssignments(List<Assignment> assignments) {
        for (int i = 0; i < assignments.size(); i += AssignmentChanged.MAX_ITEMS) {
            broker.publish(
                    "assignment.changed",
                    "assignment.changed",
                    text(new AssignmentChanged(
                            assignments.subList(i, Math.min(assignments.size(), i + AssignmentChanged.MAX_ITEMS)))));
        }
    }

    /** Waits until all facts are stored: one replica takes them in their order, and this one comes last. */
    public void settle() {
        long marker = nextMarker.incrementAndGet();
        broker.publish(
                "volunteer.changed",
                "volunteer.changed",
                text(new VolunteerChanged(
                        List.of(new Volunteer(marker, base + 99_999, null, 1, null, LONG_AGO, LONG_AGO)))));
        await(() -> get("multipliers/" + marker).statusCode() == 200);
    }

    public Response start(String user, String body) {
        return as(user).contentType("application/json").body(body).post("/volunteer_scheduler/multipliers/runs");
    }

    /** Starts a run of this world's organization and waits for its end. */
    public JsonPath run(Instant asOf) {
        return completed(start("operator", body(organization(), asOf))
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("id"));
    }

    public JsonPath completed(long runId) {
        return awaitRun(runId, "completed");
    }

    public JsonPath awaitRun(long runId, String status) {
        Response[] last = new Response[1];
        await(() -> {
            last[0] = get("multipliers/runs/" + runId);
            return status.equals(last[0].jsonPath().getString("status"));
        });
        return exact(last[0]);
    }

    public static String body(Long organization, Instant asOf) {
        return "{\"organization_id\":" + organization + ",\"as_of\":\"" + asOf + "\"}";
    }

    /** The explanation of volunteer {@code n}'s multiplier. */
    public JsonPath multiplier(int n) {
        return exact(
                get("multipliers/" + id(n)).then().statusCode(200).extract().response());
    }

    public String number(int n) {
        return multiplier(n).getString("multiplier");
    }

    public Response get(String path) {
        return as("viewer").get("/volunteer_scheduler/" + path);
    }

    public RequestSpecification as(String user) {
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

    static String text(Object message) {
        return new String(Json.write(message), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        broker.close();
    }
}
