// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.matchesPattern;

import com.rabbitmq.client.GetResponse;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.MultiplierChanged;
import org.volunteerscheduler.contracts.MultiplierChanged.Multiplier;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.platform.test.PackagedService;
import org.volunteerscheduler.platform.test.Proxy;
import org.volunteerscheduler.platform.test.Servers;
import org.volunteerscheduler.platform.test.TestBroker;

/** The service as it is shipped: killed, in two replicas, with other settings, on a broker that somebody else set up. */
class PackagedServiceIT {

    private static final String HOST = "commission-packaged";

    private final World world = new World(TestBroker.fresh(HOST));
    private final List<PackagedService> started = new ArrayList<>();

    @AfterEach
    void stopAll() {
        started.forEach(PackagedService::close);
        world.close();
    }

    @Test
    void killedBetweenCommitAndAcknowledgeItPaysOnceAndAnnouncesAgain() throws Exception {
        try (Proxy proxy =
                new Proxy(Servers.variable("RABBITMQ_HOST"), Integer.parseInt(Servers.variable("RABBITMQ_PORT")))) {
            PackagedService service =
                    start(Map.of("RABBITMQ_PORT", String.valueOf(proxy.port()))).awaitReady();
            world.chain(2, 1);
            String heard = world.broker().listen("commission.earned");

            proxy.holdClients();
            world.send(world.sale("held", 2, "10"));
            world.await("held", "settled");
            service.kill();
            proxy.cut();
            proxy.release();
            World.await(() -> world.broker().ready(Queue.COMMISSIONS.queueName()) == 1);
            assertThat(world.broker().ready(heard)).isZero();

            start(Map.of()).awaitReady();
            List<GetResponse> announced = new ArrayList<>();
            World.await(() -> announced.addAll(world.broker().drain(heard)));
            World.await(() -> world.broker().ready(Queue.COMMISSIONS.queueName()) == 0);
            assertThat(announced).hasSize(1);
            assertThat(Json.parse(announced.getFirst().getBody())
                            .at("/items/0/transaction_id")
                            .asText())
                    .isEqualTo(world.transaction("held"));
            assertThat(earned(1)).isEqualByComparingTo("1.00");
        }
    }

    @Test
    void twoReplicasThatGetTheSameSalesPayEachOnce() {
        start(Map.of()).awaitReady();
        start(Map.of()).awaitReady();
        world.chain(2, 1);
        List<SaleRecorded> deliveries = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            deliveries.addAll(Collections.nCopies(4, world.sale("shared" + i, 2, "10")));
        }
        Collections.shuffle(deliveries, new Random(1));
        world.send(deliveries.toArray(SaleRecorded[]::new));
        World.await(() -> earned(1).compareTo(new BigDecimal("300.00")) == 0);
        World.await(() -> world.broker().ready(Queue.COMMISSIONS.queueName()) == 0);
        started.forEach(PackagedService::stop);
        assertThat(world.broker().ready(Queue.COMMISSIONS.queueName())).isZero();
        assertThat(world.broker().ready(Queue.COMMISSIONS.deadLetterQueueName()))
                .isZero();
        start(Map.of()).awaitReady();
        assertThat(earned(1)).isEqualByComparingTo("300.00");
    }

    @Test
    void withTheMultiplierSwitchedOnItPaysByItUpToTheCapAndStoresIt() {
        start(Map.of(
                        "VOLUNTEER_SCHEDULER_COMMISSION_MULTIPLIER", "true",
                        "VOLUNTEER_SCHEDULER_MAX_MULTIPLIER", "2.5"))
                .awaitReady();
        world.chain(4, 3, 2, 1);
        Instant asOf = Instant.parse("2024-12-01T02:00:00Z");
        announce(
                new Multiplier(world.id(3), new BigDecimal("1.3800"), asOf),
                new Multiplier(world.id(2), new BigDecimal("2.9000"), asOf));
        // Of an earlier run, so it changes nothing; and when the third is known, so are those before.
        announce(new Multiplier(world.id(3), new BigDecimal("1.9999"), asOf.minusSeconds(1)));
        announce(new Multiplier(world.id(1), new BigDecimal("1.5000"), asOf));
        String body = World.request(world.sale("probe", 4, "100"));
        World.await(() -> World.amounts(World.exact(World.post("sales/preview", body)))
                .equals(List.of("13.80", "20.00", "9.00")));
        world.send(world.sale("multiplied", 4, "100"));
        JsonPath sale = world.await("multiplied", "settled");
        assertThat(World.amounts(sale)).containsExactly("13.80", "20.00", "9.00");
        assertThat(sale.getList("commissions.multiplier", BigDecimal.class))
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal("1.38"), new BigDecimal("2.5"), new BigDecimal("1.5"));
    }

    @Test
    void aQueueWithOtherArgumentsKeepsItUnreadyUntilTheQueueIsGone() {
        world.broker().declare(Queue.COMMISSIONS.queueName(), Map.of("x-max-length", 5));
        PackagedService service = start(Map.of());
        World.await(() -> {
            HttpResponse<String> answer = service.readiness();
            return answer.statusCode() == 503
                    && answer.body().contains(Queue.COMMISSIONS.queueName())
                    && answer.body().contains("VOLUNTEER_SCHEDULER_QUEUE_TYPE");
        });
        world.broker().delete(Queue.COMMISSIONS.queueName());
        service.awaitReady();
        assertThat(service.output())
                .as("it was asked many times, and changed once")
                .containsOnlyOnce("not ready: ")
                .doesNotContain("SRHCK");
    }

    @Test
    void aDatabaseThatVanishesWithoutAWordIsConnectedToAgain() throws Exception {
        try (Proxy proxy =
                new Proxy(Servers.variable("POSTGRES_HOST"), Integer.parseInt(Servers.variable("POSTGRES_PORT")))) {
            start(Map.of("POSTGRES_PORT", String.valueOf(proxy.port()), "POSTGRES_ANSWER_TIMEOUT", "PT2S"))
                    .awaitReady();
            world.chain(2, 1);
            world.send(world.sale("before", 2, "10"));
            world.await("before", "settled");

            proxy.strand();
            world.send(world.sale("after", 2, "10"));
            world.await("after", "settled");
        }
        World.await(() -> world.broker().ready(Queue.COMMISSIONS.queueName()) == 0);
        assertThat(world.broker().ready(Queue.COMMISSIONS.deadLetterQueueName()))
                .isZero();
        assertThat(world.broker().ready(Queue.COMMISSIONS.retryQueueName(1))).isZero();
    }

    /** Killed where chance has it; what it was bringing back is in one place, or in two with the same id. */
    @Test
    void killedWhileDeadLettersAreBroughtBackItLosesNone() throws Exception {
        start(Map.of()).awaitReady();
        world.chain(2, 1);
        int sales = 4000;
        world.broker()
                .publishAll(
                        "",
                        Queue.COMMISSIONS.deadLetterQueueName(),
                        "sale.recorded",
                        world.saleBodies("dead", sales),
                        Map.of());
        Random chance = new Random(4);
        for (int round = 0; round < 3; round++) {
            Thread operator = Thread.ofPlatform().start(() -> {
                try {
                    World.post("commissions/dead_letters/redrive", "");
                } catch (Exception killed) {
                    // whom it asked is gone
                }
            });
            int before = sales * (3 - round) / 4;
            World.await(() -> world.broker().ready(Queue.COMMISSIONS.deadLetterQueueName()) < before);
            Thread.sleep(chance.nextInt(100));
            started.getLast().kill();
            operator.join();
            start(Map.of()).awaitReady();
        }
        World.post("commissions/dead_letters/redrive", "").then().statusCode(200);
        World.await(() -> earned(1).compareTo(BigDecimal.valueOf(sales).setScale(2)) == 0);
        World.await(() -> world.broker().ready(Queue.COMMISSIONS.queueName()) == 0);
        assertThat(world.broker().ready(Queue.COMMISSIONS.deadLetterQueueName()))
                .isZero();
        assertThat(earned(1)).isEqualByComparingTo(BigDecimal.valueOf(sales));
    }

    @Test
    void whoeverWaitsOrSearchesTooLongAmongDeadLettersIsToldSo() {
        start(Map.of(
                        "VOLUNTEER_SCHEDULER_DEAD_LETTERS_WAIT_TIMEOUT", "PT0.5S",
                        "VOLUNTEER_SCHEDULER_DEAD_LETTERS_WORK_TIMEOUT", "PT0.1S"))
                .awaitReady();
        String dead = Queue.COMMISSIONS.deadLetterQueueName();
        world.broker().publishAll("", dead, "sale.recorded", world.saleBodies("dead", 5000), Map.of());
        try (var lock = world.broker().lock(dead)) {
            IntStream.range(0, 6)
                    .parallel()
                    .mapToObj(n -> World.get("commissions/dead_letters"))
                    .forEach(answer -> answer.then()
                            .statusCode(503)
                            .header("Retry-After", "5")
                            .contentType("application/problem+json")
                            .body("detail", containsString("somebody else is working on")));
        }
        World.get("commissions/dead_letters/none")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .body("detail", matchesPattern(".*looked at \\d+ of 5000 dead letters.*"));
        world.broker().awaitReady(dead, 5000);
        // As many as there is time for; whoever asks again goes on.
        JsonPath some = World.post("commissions/dead_letters/redrive", "").jsonPath();
        assertThat(some.getInt("redriven")).isPositive();
        assertThat(some.getInt("redriven") + some.getInt("left")).isEqualTo(5000);
        world.broker().awaitReady(dead, some.getInt("left"));
    }

    @Test
    void whatWaitsInARetryQueueOfAnEarlierVersionIsNotForgotten() {
        String last = Queue.COMMISSIONS.retryQueueName(6);
        world.broker().declare(last, Map.of("x-max-priority", Queue.MAX_PRIORITY));
        world.broker().publish("", last, "sale.recorded", Json.write(world.sale("waiting", 2, "10")));
        start(Map.of("VOLUNTEER_SCHEDULER_RETRY_DELAYS", "PT10S")).awaitReady();
        world.chain(2, 1);
        world.await("waiting", "settled");
    }

    @Test
    void quorumQueuesOnABrokerThatWouldLoseMessagesKeepItUnready() {
        PackagedService service = start(Map.of("VOLUNTEER_SCHEDULER_QUEUE_TYPE", "quorum"));
        World.await(() -> {
            HttpResponse<String> answer = service.readiness();
            return answer.statusCode() == 503
                    && answer.body().contains("VOLUNTEER_SCHEDULER_QUEUE_TYPE=quorum needs RabbitMQ 4.3");
        });
    }

    /** As multiplier-service does. */
    private void announce(Multiplier... multipliers) {
        world.broker()
                .publish(
                        "multiplier.changed",
                        "multiplier.changed",
                        new String(Json.write(new MultiplierChanged(List.of(multipliers))), StandardCharsets.UTF_8));
    }

    private PackagedService start(Map<String, String> settings) {
        PackagedService service = PackagedService.start("commission", HOST, settings);
        started.add(service);
        RestAssured.port = service.port();
        return service;
    }

    private BigDecimal earned(int volunteer) {
        return World.exact(World.get("commissions?limit=1&user_id=" + world.id(volunteer)))
                .getObject("total", BigDecimal.class);
    }
}
