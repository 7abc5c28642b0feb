// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.GetResponse;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.contracts.VolunteerChanged;
import org.volunteerscheduler.platform.test.AuditLines;
import org.volunteerscheduler.platform.test.Servers;
import org.volunteerscheduler.platform.test.ServiceTest;
import org.volunteerscheduler.rabbitmq.failure.DeadLetters;

/** What fails is tried again, then lies where people can see, bring back and discard it. */
@QuarkusTest
@ServiceTest("commission")
class DeadLettersTest {

    private static final String DEAD = Queue.FACTS_COMMISSIONS.deadLetterQueueName();
    private static final String DEAD_SALES = Queue.COMMISSIONS.deadLetterQueueName();
    private static final String PATH = "commissions/dead_letters";

    private static final String VIEWER =
            "Basic " + Base64.getEncoder().encodeToString(("viewer:" + Servers.password("viewer")).getBytes(UTF_8));

    private final World world = new World();
    private final AuditLines audit = new AuditLines();

    @Inject
    Pool database;

    @BeforeEach
    void start() {
        World.await(() -> given().get("/q/health/well").statusCode() == 200);
        world.broker().drain(DEAD);
    }

    @AfterEach
    void close() {
        admitEverybody();
        world.broker().drain(DEAD);
        world.broker().drain(DEAD_SALES);
        audit.close();
        world.close();
    }

    @Test
    void whatFailsByItselfIsTriedAgainAndTheRestOfItsBatchIsNotHeldUp() {
        refuse(1);
        world.send(world.volunteer(1, 0, World.LONG_AGO, World.LONG_AGO));
        world.send(world.volunteer(3, 0, World.LONG_AGO, World.LONG_AGO));
        World.await(() -> world.broker().ready(Queue.FACTS_COMMISSIONS.retryQueueName(1)) == 1);
        admitEverybody();
        world.send(world.volunteer(2, 1, World.LONG_AGO, World.LONG_AGO));
        world.send(world.sale("later", 2, "10"));
        assertThat(World.amounts(world.await("later", "settled"))).containsExactly("1.00");
        assertThat(world.broker().ready(DEAD)).isZero();
    }

    /** Left by a configuration of longer delays, or by an earlier version, whose messages don't say how long they wait. */
    @Test
    void whatIsTriedAgainSoonDoesNotWaitBehindWhatIsTriedAgainLater() {
        Map<String, Object> inHours =
                Map.of("x-due", Instant.now().plusSeconds(10_000).toString(), "x-priority", "5", "x-attempts", 1);
        byte[] body = Json.write(new VolunteerChanged(List.of(world.volunteer(3, 0, World.LONG_AGO, World.LONG_AGO))));
        for (int n = 1; n <= 5; n++) {
            world.broker().publish("", Queue.FACTS_COMMISSIONS.retryQueueName(n), "volunteer.changed", body, inHours);
        }
        refuse(1);
        world.send(world.volunteer(1, 0, World.LONG_AGO, World.LONG_AGO));
        world.broker().awaitReady(DEAD, 1);
        assertThat(World.get(PATH).jsonPath().getInt("items[0].attempts")).isEqualTo(5);
        String hours = Queue.FACTS_COMMISSIONS.retryQueueName(5);
        world.broker().awaitReady(hours, 5);
        assertThat(world.broker().drain(hours))
                .extracting(
                        waiting -> waiting.getProps().getHeaders().get("x-due").toString())
                .containsOnly(inHours.get("x-due").toString());
    }

    @Test
    void whatKeepsFailingIsADeadLetterWithItsHistoryAndCanBeBroughtBack() {
        refuse(1);
        world.send(world.volunteer(1, 0, World.LONG_AGO, World.LONG_AGO));
        World.await(() -> world.broker().ready(DEAD) == 1);

        JsonPath letter = World.get(PATH).jsonPath();
        assertThat(letter.getList("items")).hasSize(1);
        assertThat(letter.getInt("items[0].attempts")).isEqualTo(5);
        assertThat(letter.getString("items[0].reason")).contains("nobody_refused");
        assertThat(letter.getString("items[0].exception")).endsWith("PgException");
        assertThat(letter.getString("items[0].queue")).isEqualTo(Queue.FACTS_COMMISSIONS.queueName());
        assertThat(letter.getString("items[0].type")).isEqualTo("volunteer.changed");
        assertThat(letter.getString("items[0].body")).contains(String.valueOf(world.id(1)));
        assertThat(Instant.parse(letter.getString("items[0].last_failure")))
                .isAfterOrEqualTo(Instant.parse(letter.getString("items[0].first_failure"))
                        .plusMillis(900));

        String id = letter.getString("items[0].id");
        assertThat(World.get(PATH + "/" + id).jsonPath().getString("body")).contains("items");
        admitEverybody();
        assertThat(World.post(PATH + "/" + id + "/redrive", "").jsonPath().getInt("redriven"))
                .isEqualTo(1);
        world.send(
                world.volunteer(2, 1, World.LONG_AGO, World.LONG_AGO),
                world.volunteer(1, 0, World.LONG_AGO, World.LONG_AGO));
        world.send(world.sale("brought-back", 2, "10"));
        world.await("brought-back", "settled");
        assertThat(World.get(PATH).jsonPath().getList("items")).isEmpty();
        assertThat(audit.of(id)).hasSize(2).last().satisfies(line -> {
            assertThat(line.path("who").asText()).isEqualTo("operator");
            assertThat(line.path("what").asText()).isEqualTo("dead_letter.redrive");
            assertThat(line.path("outcome").asText()).isEqualTo("done");
        });
    }

    @Test
    void aRedrivenMessageKeepsItsIdAndComesBackIfItFailsAgain() {
        world.broker().publish("volunteer.changed", "volunteer.changed", "no JSON");
        World.await(() -> world.broker().ready(DEAD) == 1);
        String id = World.get(PATH).jsonPath().getString("items[0].id");
        assertThat(World.post(PATH + "/redrive", "").jsonPath().getInt("redriven"))
                .isEqualTo(1);
        World.await(() -> world.broker().ready(DEAD) == 1);
        List<GetResponse> letters = world.broker().drain(DEAD);
        assertThat(letters).hasSize(1);
        assertThat(letters.getFirst().getProps().getMessageId()).isEqualTo(id);
        assertThat(letters.getFirst().getProps().getPriority()).isEqualTo(5);
        assertThat(letters.getFirst().getProps().getHeaders().get("x-attempts")).isEqualTo(1);
    }

    /** While it waits it has the priority of all that wait, so that nothing urgent keeps it from its turn. */
    @Test
    void afterItsWaitingsAMessageHasItsOwnPriorityAgain() {
        refuse(1);
        world.send(world.volunteer(1, 0, World.LONG_AGO, World.LONG_AGO));
        world.broker().awaitReady(DEAD, 1);
        assertThat(world.broker().drain(DEAD)).singleElement().satisfies(letter -> {
            assertThat(letter.getProps().getPriority()).isEqualTo(5);
            assertThat(letter.getProps().getHeaders()).containsEntry("x-attempts", 5);
        });
    }

    @Test
    void twoWhoBringAllBackAtOnceLoseNothingAndCountNothingTwice() throws Exception {
        world.chain(2, 1);
        int sales = 1500;
        world.broker().publishAll("", DEAD_SALES, "sale.recorded", world.saleBodies("again", sales), Map.of());
        try (ExecutorService operators = Executors.newFixedThreadPool(2)) {
            Callable<Integer> redrive =
                    () -> World.post(PATH + "/redrive", "").jsonPath().getInt("redriven");
            int redriven = 0;
            for (Future<Integer> each : operators.invokeAll(List.of(redrive, redrive))) {
                redriven += each.get();
            }
            assertThat(redriven).isEqualTo(sales);
        }
        BigDecimal earned = BigDecimal.valueOf(sales).setScale(2);
        World.await(() -> World.exact(World.get("commissions?limit=1&user_id=" + world.id(1)))
                        .getObject("total", BigDecimal.class)
                        .compareTo(earned)
                == 0);
        assertThat(world.broker().ready(DEAD_SALES)).isZero();
    }

    @Test
    void aRetryQueueThatSomebodyDeletedIsMadeAgain() {
        world.broker().delete(Queue.FACTS_COMMISSIONS.retryQueueName(1));
        World.await(() -> {
            try (World another = new World()) {
                return another.broker().ready(Queue.FACTS_COMMISSIONS.retryQueueName(1)) == 0;
            }
        });
        World.await(() -> given().get("/q/health/well").statusCode() == 200);
        refuse(1);
        world.send(world.volunteer(1, 0, World.LONG_AGO, World.LONG_AGO));
        world.broker().awaitReady(DEAD, 1);
        assertThat(World.get(PATH).jsonPath().getInt("items[0].attempts")).isEqualTo(5);
    }

    @Test
    void allAreListedByPagesNewestFirstAndBroughtBackTogether() {
        for (int i = 0; i < 230; i++) {
            world.broker().publish("volunteer.changed", "volunteer.changed", "no JSON " + i);
        }
        World.await(() -> world.broker().ready(DEAD) == 230);
        Set<String> ids = new HashSet<>();
        String cursor = "";
        Instant last = Instant.MAX;
        do {
            JsonPath page = World.get(PATH + "?limit=100" + cursor).jsonPath();
            for (String failure : page.getList("items.last_failure", String.class)) {
                assertThat(Instant.parse(failure)).isBeforeOrEqualTo(last);
                last = Instant.parse(failure);
            }
            ids.addAll(page.getList("items.id", String.class));
            cursor = page.getString("next_cursor") == null ? null : "&cursor=" + page.getString("next_cursor");
        } while (cursor != null);
        assertThat(ids).hasSize(230);
        assertThat(World.post(PATH + "/redrive", "").jsonPath().getInt("redriven"))
                .isEqualTo(230);
        World.await(() -> world.broker().ready(DEAD) == 230);
    }

    /** What the broker has handed out before says so; most of these nobody has touched. */
    @Test
    void aListTakesNoMoreThanItsPartOfAQueueHoweverLongThatIs() {
        int sales = 5000;
        world.broker().publishAll("", DEAD_SALES, "sale.recorded", world.saleBodies("many", sales), Map.of());
        JsonPath first = World.get(PATH + "?limit=10").jsonPath();
        assertThat(first.getList("items")).hasSize(10);
        assertThat(first.getLong("total")).isEqualTo(sales);
        JsonPath second = World.get(PATH + "?limit=10&cursor=" + first.getString("next_cursor"))
                .jsonPath();
        assertThat(second.getList("items.id", String.class))
                .hasSize(10)
                .doesNotContainAnyElementsOf(first.getList("items.id", String.class));
        // Those that a list shows are found without a walk through all.
        String id = second.getString("items[0].id");
        assertThat(World.get(PATH + "/" + id).statusCode()).isEqualTo(200);
        assertThat(delete("operator", id).statusCode()).isEqualTo(200);

        List<GetResponse> left = world.broker().drain(DEAD_SALES);
        assertThat(left)
                .hasSize(sales - 1)
                .filteredOn(letter -> letter.getEnvelope().isRedeliver())
                .hasSizeBetween(10, DeadLetters.LISTED);
    }

    /** Five, or more than there are threads: they hold no thread that health checks and others need. */
    @Test
    void howeverManyWaitToLookAllOthersAreServed() throws Exception {
        // Over HTTP/2 a hundred would share a connection, and the others be refused by the client.
        try (HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                var lock = world.broker().lock(DEAD_SALES)) {
            List<CompletableFuture<HttpResponse<String>>> looking = new ArrayList<>();
            for (int i = 0; i < 220; i++) {
                looking.add(client.sendAsync(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port
                                        + "/volunteer_scheduler/" + PATH + "?limit=1"))
                                .header("Authorization", VIEWER)
                                .build(),
                        HttpResponse.BodyHandlers.ofString()));
            }
            assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(200);
            assertThat(looking).noneMatch(CompletableFuture::isDone);
            lock.close();
            for (CompletableFuture<HttpResponse<String>> each : looking) {
                assertThat(each.get().statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void oneCanBeDiscardedAndIsGone() {
        world.broker().publish("volunteer.changed", "volunteer.changed", "x".repeat(10_000));
        World.await(() -> world.broker().ready(DEAD) == 1);
        JsonPath listed = World.get(PATH).jsonPath();
        String id = listed.getString("items[0].id");
        assertThat(listed.getString("items[0].body")).hasSizeLessThan(5_000).endsWith("…");
        assertThat(World.get(PATH + "/" + id).jsonPath().getString("body")).hasSize(10_000);
        assertThat(delete("operator", id).statusCode()).isEqualTo(200);
        assertThat(delete("operator", id).statusCode()).isEqualTo(404);
        assertThat(World.get(PATH + "/" + id).statusCode()).isEqualTo(404);
        assertThat(World.post(PATH + "/" + id + "/redrive", "").statusCode()).isEqualTo(404);
        assertThat(world.broker().ready(DEAD)).isZero();
        assertThat(audit.of(id))
                .extracting(line -> line.path("outcome").asText())
                .containsExactly("begun", "done", "begun", "not found", "begun", "not found");
    }

    @Test
    void onlyAnOperatorMayChangeAnything() {
        world.broker().publish("volunteer.changed", "volunteer.changed", "no JSON");
        World.await(() -> world.broker().ready(DEAD) == 1);
        String id = World.get(PATH).jsonPath().getString("items[0].id");
        assertThat(delete("viewer", id).statusCode()).isEqualTo(403);
        assertThat(given().delete("/volunteer_scheduler/" + PATH + "/" + id).statusCode())
                .isEqualTo(401);
        assertThat(given().auth()
                        .preemptive()
                        .basic("scheduler", Servers.password("scheduler"))
                        .post("/volunteer_scheduler/" + PATH + "/redrive")
                        .statusCode())
                .isEqualTo(403);
        assertThat(world.broker().ready(DEAD)).isEqualTo(1);
    }

    private Response delete(String user, String id) {
        return given().auth()
                .preemptive()
                .basic(user, Servers.password(user))
                .delete("/volunteer_scheduler/" + PATH + "/" + id);
    }

    /** The database has something against this volunteer, as a defect of ours might make it. */
    private void refuse(int volunteer) {
        execute("alter table volunteer add constraint nobody_refused check (user_id <> " + world.id(volunteer)
                + ") not valid");
    }

    private void admitEverybody() {
        execute("alter table volunteer drop constraint if exists nobody_refused");
    }

    private void execute(String statement) {
        database.query(statement).executeAndAwait();
    }
}
