// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.volunteerscheduler.contracts.AssignmentChanged;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.Message;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.MultiplierChanged;
import org.volunteerscheduler.contracts.MultiplierChanged.Multiplier;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.contracts.VolunteerChanged;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;

/**
 * A small world of a test's own: ids that nobody else uses, facts in, answers out. Each service has one that adds what is
 * its own.
 */
public abstract class TestWorld implements AutoCloseable {

    private static final AtomicLong NEXT_NUMBER = new AtomicLong(System.currentTimeMillis());
    private static final String ROOT = "/volunteer_scheduler/";

    private final TestBroker broker;
    private final long number = NEXT_NUMBER.incrementAndGet();
    private final long base;

    /** @param ids that this world may use */
    protected TestWorld(TestBroker broker, int ids) {
        this.broker = broker;
        this.base = number * ids;
    }

    public TestBroker broker() {
        return broker;
    }

    /** Of this world, ascending. */
    protected long number() {
        return number;
    }

    /** The id of this world's volunteer, organization or assignment {@code n}. */
    public long id(int n) {
        return base + n;
    }

    /** The opposite of {@link #id}. */
    protected int numberOf(long id) {
        return (int) (id - base);
    }

    public void send(Volunteer... volunteers) {
        sendVolunteers(List.of(volunteers));
    }

    public void sendVolunteers(List<Volunteer> volunteers) {
        sendAll(volunteers, VolunteerChanged.MAX_ITEMS, VolunteerChanged::new);
    }

    public void send(Assignment... assignments) {
        sendAssignments(List.of(assignments));
    }

    public void sendAssignments(List<Assignment> assignments) {
        sendAll(assignments, AssignmentChanged.MAX_ITEMS, AssignmentChanged::new);
    }

    public void sendMultipliers(List<Multiplier> multipliers) {
        sendAll(multipliers, MultiplierChanged.MAX_ITEMS, MultiplierChanged::new);
    }

    private <T> void sendAll(List<T> facts, int max, Function<List<T>, Message> message) {
        for (int i = 0; i < facts.size(); i += max) {
            send(message.apply(List.copyOf(facts.subList(i, Math.min(facts.size(), i + max)))));
        }
    }

    /** As a publisher sends them, each confirmed. */
    public void send(Message... messages) {
        for (Message message : messages) {
            String type = MessageType.of(message).routingKey();
            broker.publish(Queue.EXCHANGE, type, type, Json.write(message));
        }
    }

    /** @param path below {@code /volunteer_scheduler/} */
    public static Response get(String path) {
        return as("viewer").get(ROOT + path);
    }

    /** As {@link #get}, of a path that is encoded already. */
    public static Response getEncoded(String path) {
        return as("viewer").urlEncodingEnabled(false).get(ROOT + path);
    }

    public static Response post(String path, String body) {
        return post("operator", path, body);
    }

    public static Response post(String user, String path, String body) {
        return as(user).contentType("application/json").body(body).post(ROOT + path);
    }

    /** @param user {@code operator}, {@code viewer} or {@code scheduler} */
    public static RequestSpecification as(String user) {
        return given().auth().preemptive().basic(user, Servers.password(user));
    }

    /** Numbers as decimals, never as floats. */
    public static JsonPath exact(Response response) {
        return response.jsonPath(
                JsonPathConfig.jsonPathConfig().numberReturnType(JsonPathConfig.NumberReturnType.BIG_DECIMAL));
    }

    /** The answer at the path, as soon as it has this status. */
    protected static JsonPath awaitStatus(String path, String status) {
        Response[] last = new Response[1];
        await(() -> {
            last[0] = get(path);
            return last[0].statusCode() == 200
                    && status.equals(last[0].jsonPath().getString("status"));
        });
        return exact(last[0]);
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
