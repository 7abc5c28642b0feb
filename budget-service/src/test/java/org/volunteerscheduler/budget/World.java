// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.AssignmentChanged.Status;
import org.volunteerscheduler.contracts.MultiplierChanged.Multiplier;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.platform.test.TestBroker;
import org.volunteerscheduler.platform.test.TestWorld;

/** A test's own volunteers, organizations and assignments. Facts are collected, sent together and awaited. */
public final class World extends TestWorld {

    public static final Instant LONG_AGO = Instant.parse("2000-06-01T00:00:00Z");

    private static final int IDS = 10_000;

    private final List<Volunteer> volunteers = new ArrayList<>();
    private final List<Assignment> assignments = new ArrayList<>();
    private final List<Multiplier> multipliers = new ArrayList<>();
    private int nextAssignment = 1;
    private int nextMarker = 1;

    public World() {
        this(TestBroker.of("budget"));
    }

    World(TestBroker broker) {
        super(broker, IDS);
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
        return assignment(
                new Assignment(id(nextAssignment++), id(n), status, xpReward, level, assignedAt, reviewedAt, LONG_AGO));
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
        sendCollected();
        sendMultipliers(multipliers);
        multipliers.clear();
        // Of a batch the multipliers are stored last, and a second marker comes in a batch behind it.
        awaitMarker();
        awaitMarker();
        return this;
    }

    private void sendCollected() {
        sendVolunteers(volunteers);
        sendAssignments(assignments);
        volunteers.clear();
        assignments.clear();
    }

    /** Facts are taken in order, so what was sent before a marker is known when the marker is. */
    private void awaitMarker() {
        int organization = IDS - nextMarker++;
        Instant reviewedAt = Instant.parse("2000-07-01T12:00:00Z");
        volunteer(organization, 0, organization);
        approved(organization, 1, 1, reviewedAt);
        sendCollected();
        await(() -> preview("\"period\":\"daily\",\"as_of\":\"2000-07-02T00:00:00Z\",\"organization_id\":"
                                + id(organization))
                        .getInt("eligible")
                == 1);
    }

    public JsonPath preview(String fields) {
        return exact(post("budgets/preview", "{" + fields + "}")
                .then()
                .statusCode(200)
                .extract()
                .response());
    }

    /** Starts the run and answers it as soon as it is completed. */
    public static JsonPath run(String fields) {
        Response started = post("budgets/runs", "{" + fields + "}");
        assertThat(started.statusCode()).as(started.asString()).isEqualTo(202);
        return completed(started.jsonPath().getLong("id"));
    }

    public static JsonPath completed(long id) {
        return awaitStatus("budgets/runs/" + id, "completed");
    }

    public static JsonPath allocations(JsonPath run) {
        return exact(get("budgets/runs/" + run.getLong("id") + "/allocations?limit=1000"));
    }

    public static List<String> amounts(JsonPath allocations) {
        return allocations.getList("items.amount", BigDecimal.class).stream()
                .map(BigDecimal::toPlainString)
                .toList();
    }

    /** This world's volunteers, by rank. */
    public List<Integer> ranked(JsonPath allocations) {
        return allocations.getList("items.user_id", Long.class).stream()
                .map(this::numberOf)
                .toList();
    }
}
