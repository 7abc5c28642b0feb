// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.AssignmentChanged.Status;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.platform.test.TestBroker;
import org.volunteerscheduler.platform.test.TestWorld;

/** A test's own volunteers and assignments, in an organization of their own. */
public final class World extends TestWorld {

    public static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    public static final Instant AS_OF = Instant.parse("2024-12-15T02:00:00Z");

    private static final int IDS = 100_000;
    private static final int MARKERS = 90_000;

    private final AtomicLong nextAssignment = new AtomicLong(id(0));
    private final AtomicLong nextMarker = new AtomicLong(id(MARKERS));

    public World() {
        this(TestBroker.of("multiplier"));
    }

    public World(TestBroker broker) {
        super(broker, IDS);
    }

    public long organization() {
        return id(0);
    }

    /** One of this world's other organizations. */
    public long organization(int n) {
        return id(n);
    }

    /**
     * For runs of all organizations: before any instant of a run of one, so that they supersede nobody else's, and after
     * that of every earlier world.
     */
    public Instant asOfForAll() {
        return Instant.parse("2001-01-01T00:00:00Z").plusMillis(number() - 1_700_000_000_000L);
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

    /**
     * Waits until all facts are stored: one replica takes them in their order, batch by batch. The last of a batch may be
     * stored before the others of it, so a second comes in a batch behind it.
     */
    public void settle() {
        storeMarker();
        storeMarker();
    }

    private void storeMarker() {
        long marker = nextMarker.incrementAndGet();
        send(new Volunteer(marker, id(IDS - 1), null, 1, null, LONG_AGO, LONG_AGO));
        await(() -> get("multipliers/" + marker).statusCode() == 200);
    }

    public Response start(String user, String body) {
        return post(user, "multipliers/runs", body);
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
        return awaitStatus("multipliers/runs/" + runId, status);
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
}
