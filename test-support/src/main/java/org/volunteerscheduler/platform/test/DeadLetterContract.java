// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.GetResponse;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.contracts.Queue;

/** What every service offers for its dead letters, whichever queues it works on. */
public abstract class DeadLetterContract {

    private final String service;
    private final String path;
    private final List<Queue> queues;

    private TestBroker broker;
    private AuditLines audit;

    /** @param queues that the service works on */
    protected DeadLetterContract(String service, Queue... queues) {
        this.service = service;
        this.path = "/volunteer_scheduler/" + service + "s/dead_letters";
        this.queues = List.of(queues);
    }

    @BeforeEach
    void start() {
        Awaitility.await().until(() -> given().get("/q/health/well").statusCode() == 200);
        broker = TestBroker.of(service);
        audit = new AuditLines();
        queues.forEach(queue -> broker.drain(queue.deadLetterQueueName()));
    }

    @AfterEach
    void close() {
        queues.forEach(queue -> broker.drain(queue.deadLetterQueueName()));
        broker.close();
        audit.close();
    }

    @Test
    void whatIsUnreadableInAnyQueueIsListedWithItsReasonAfterOneAttempt() {
        queues.forEach(this::sendUnreadable);
        awaitDead(1);
        JsonPath listed = as("viewer").get(path).jsonPath();
        assertThat(listed.getList("items.queue", String.class))
                .containsExactlyInAnyOrderElementsOf(
                        queues.stream().map(Queue::queueName).toList());
        assertThat(listed.getList("items.attempts", Integer.class)).containsOnly(1);
        assertThat(listed.getList("items.exception", String.class)).containsOnly("unreadable");
        assertThat(listed.getList("items.reason", String.class))
                .allSatisfy(reason -> assertThat(reason).contains("not JSON"));
        assertThat(listed.getList("items.first_failure", String.class)).doesNotContainNull();
        assertThat(listed.getList("items.last_failure", String.class)).doesNotContainNull();
    }

    @Test
    void allGoBackToWorkWithTheirIdsAtPriorityFive() {
        queues.forEach(this::sendUnreadable);
        awaitDead(1);
        List<String> ids = as("viewer").get(path).jsonPath().getList("items.id");
        assertThat(as("operator").post(path + "/redrive").jsonPath().getInt("redriven"))
                .isEqualTo(queues.size());
        // Unreadable as before, so they come back.
        awaitDead(1);
        List<GetResponse> letters = queues.stream()
                .flatMap(queue -> broker.drain(queue.deadLetterQueueName()).stream())
                .toList();
        assertThat(letters)
                .extracting(letter -> letter.getProps().getMessageId())
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(letters)
                .extracting(letter -> letter.getProps().getPriority())
                .containsOnly(5);
        assertThat(audit.of("all")).last().satisfies(line -> {
            assertThat(line.path("who").asText()).isEqualTo("operator");
            assertThat(line.path("what").asText()).isEqualTo("dead_letter.redrive_all");
            assertThat(line.path("outcome").asText()).isEqualTo("done");
            assertThat(line.path("messages").asInt()).isEqualTo(queues.size());
        });
    }

    @Test
    void oneCanBeSeenBroughtBackAndDiscarded() {
        sendUnreadable(queues.getFirst());
        broker.awaitReady(queues.getFirst().deadLetterQueueName(), 1);
        String id = as("viewer").get(path).jsonPath().getString("items[0].id");
        assertThat(as("viewer").get(path + "/" + id).jsonPath().getString("body"))
                .isEqualTo("no JSON");
        assertThat(as("operator").post(path + "/" + id + "/redrive").jsonPath().getInt("redriven"))
                .isEqualTo(1);
        broker.awaitReady(queues.getFirst().deadLetterQueueName(), 1);
        assertThat(as("operator").delete(path + "/" + id).jsonPath().getInt("discarded"))
                .isEqualTo(1);
        assertThat(as("viewer").get(path + "/" + id).statusCode()).isEqualTo(404);
        assertThat(audit.of(id))
                .extracting(line ->
                        line.path("what").asText() + " " + line.path("outcome").asText())
                .containsExactly(
                        "dead_letter.redrive begun",
                        "dead_letter.redrive done",
                        "dead_letter.discard begun",
                        "dead_letter.discard done");
    }

    @Test
    void onlyAnOperatorChangesAndTheSchedulerHasNoBusinessThere() {
        for (String user : new String[] {"viewer", "scheduler"}) {
            assertThat(as(user).delete(path + "/x").statusCode()).isEqualTo(403);
            assertThat(as(user).post(path + "/x/redrive").statusCode()).isEqualTo(403);
            assertThat(as(user).post(path + "/redrive").statusCode()).isEqualTo(403);
        }
        for (Response nobody : new Response[] {
            given().get(path),
            given().get(path + "/x"),
            given().delete(path + "/x"),
            given().post(path + "/x/redrive"),
            given().post(path + "/redrive")
        }) {
            assertThat(nobody.statusCode()).isEqualTo(401);
        }
        assertThat(as("operator").delete(path + "/x").statusCode()).isEqualTo(404);
        assertThat(as("operator").post(path + "/x/redrive").statusCode()).isEqualTo(404);
    }

    private void sendUnreadable(Queue queue) {
        broker.publish("", queue.queueName(), queue.types().getFirst().routingKey(), "no JSON".getBytes(UTF_8));
    }

    private void awaitDead(int each) {
        queues.forEach(queue -> broker.awaitReady(queue.deadLetterQueueName(), each));
    }

    private static RequestSpecification as(String user) {
        return given().auth().preemptive().basic(user, Servers.password(user));
    }
}
