// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.sale;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.volunteerscheduler.commission.World;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.platform.messaging.OutgoingMessage;
import org.volunteerscheduler.platform.messaging.Publisher;
import org.volunteerscheduler.platform.test.Servers;
import org.volunteerscheduler.platform.test.ServiceTest;
import org.volunteerscheduler.rabbitmq.outbound.NotPublished;

/** Servers go away under a stream of sales; what was confirmed is settled once. */
@QuarkusTest
@ServiceTest("commission")
class OutageTest {

    private static final int SALES = 1000;

    @Inject
    Publisher publisher;

    @ParameterizedTest
    @CsvSource({"stop, postgres", "kill, postgres", "stop, rabbitmq", "kill, rabbitmq"})
    void everyConfirmedSaleIsSettledOnceThoughAServerGoesAway(String action, String server) {
        World world = new World();
        world.chain(2, 1);
        world.close();
        Set<String> confirmed = new HashSet<>();
        World.await(() -> RestAssured.get("/q/health/ready").statusCode() == 200);
        List<Integer> healthMeanwhile = new CopyOnWriteArrayList<>();
        List<Integer> answersMeanwhile = new CopyOnWriteArrayList<>();
        Thread outage = Thread.ofPlatform().start(() -> {
            Servers.run(action, server);
            World.await(() -> RestAssured.get("/q/health/well").statusCode() == 503);
            if (server.equals("postgres")) {
                answersMeanwhile.add(World.get("sales").statusCode());
            }
            for (String kind : List.of("ready", "live")) {
                healthMeanwhile.add(RestAssured.get("/q/health/" + kind).statusCode());
            }
            Servers.run("start", server);
        });
        for (int i = 0; i < SALES || outage.isAlive(); i++) {
            SaleRecorded sale = world.sale("s" + i, 2, "10");
            if (publishUntilConfirmed(sale)) {
                confirmed.add(sale.transactionId());
            }
        }
        assertThat(confirmed).hasSizeGreaterThanOrEqualTo(SALES);
        assertThat(healthMeanwhile).containsExactly(200, 200);
        assertThat(answersMeanwhile).allMatch(status -> status == 503).hasSize(server.equals("postgres") ? 1 : 0);
        BigDecimal expected = BigDecimal.valueOf(confirmed.size()).setScale(2);
        World.await(() -> World.exact(World.get("commissions?limit=1&user_id=" + world.id(1)))
                        .getObject("total", BigDecimal.class)
                        .compareTo(expected)
                == 0);
        World.await(() -> RestAssured.get("/q/health/well").statusCode() == 200);
        World after = new World();
        World.await(() -> after.broker().ready(Queue.COMMISSIONS.queueName()) == 0);
        assertThat(after.broker().ready(Queue.COMMISSIONS.deadLetterQueueName()))
                .isZero();
        after.close();
    }

    @Test
    void aBrokerKilledWhileDeadLettersAreBroughtBackLosesNone() throws Exception {
        World world = new World();
        world.chain(2, 1);
        int sales = 3000;
        String dead = Queue.COMMISSIONS.deadLetterQueueName();
        world.broker().publishAll("", dead, "sale.recorded", world.saleBodies("dead", sales), Map.of());
        Thread operator = Thread.ofPlatform().start(() -> World.post("commissions/dead_letters/redrive", ""));
        World.await(() -> world.broker().ready(dead) < sales * 3 / 4);
        Servers.run("kill", "rabbitmq");
        operator.join();
        world.close();
        Servers.run("start", "rabbitmq");
        World.await(() -> World.post("commissions/dead_letters/redrive", "").statusCode() == 200);
        BigDecimal expected = BigDecimal.valueOf(sales).setScale(2);
        World.await(() -> World.exact(World.get("commissions?limit=1&user_id=" + world.id(1)))
                        .getObject("total", BigDecimal.class)
                        .compareTo(expected)
                == 0);
        try (World after = new World()) {
            assertThat(after.broker().ready(dead)).isZero();
        }
    }

    /** As a sender does: what is not confirmed is sent again, with the same transaction id. */
    private boolean publishUntilConfirmed(SaleRecorded sale) {
        for (int attempt = 0; attempt < 600; attempt++) {
            try {
                publisher.publish(List.of(OutgoingMessage.of(sale))).await().atMost(Duration.ofSeconds(10));
                return true;
            } catch (NotPublished e) {
                pause();
            }
        }
        return false;
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
