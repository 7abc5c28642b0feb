// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.sale;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.GetResponse;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.volunteerscheduler.commission.World;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.MultiplierChanged;
import org.volunteerscheduler.contracts.MultiplierChanged.Multiplier;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("commission")
class SaleSettlementTest {

    private final World world = new World();

    @Inject
    Pool database;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theFirstExampleOfTheRulesHolds() {
        world.chain(5, 4, 3, 2, 1);
        world.send(world.sale("first", 5, "100.50"));
        JsonPath sale = world.await("first", "settled");
        assertThat(World.amounts(sale)).containsExactly("10.05", "8.04", "6.03", "4.02");
        assertThat(world.beneficiaries(sale)).containsExactly(4, 3, 2, 1);
        assertThat(sale.getList("commissions.level", Integer.class)).containsExactly(1, 2, 3, 4);
        assertThat(sale.getInt("conflicts")).isZero();
    }

    @Test
    void theSecondExampleOfTheRulesHolds() {
        world.chain(5, 4, 3, 2, 1);
        world.send(world.sale("second", 5, "0.12"));
        JsonPath sale = world.await("second", "settled");
        assertThat(World.amounts(sale)).containsExactly("0.01", "0.01", "0.01");
        assertThat(world.beneficiaries(sale)).containsExactly(4, 3, 2);
    }

    @Test
    void onlyFiveLevelsArePaid() {
        world.chain(7, 6, 5, 4, 3, 2, 1);
        world.send(world.sale("deep", 7, "100"));
        assertThat(world.beneficiaries(world.await("deep", "settled"))).containsExactly(6, 5, 4, 3, 2);
    }

    @Test
    void aSaleDeliveredManyTimesPaysOnce() {
        world.chain(2, 1);
        List<SaleRecorded> deliveries = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            deliveries.addAll(Collections.nCopies(4, world.sale("again" + i, 2, "10")));
        }
        Collections.shuffle(deliveries, new Random(1));
        world.send(deliveries.toArray(SaleRecorded[]::new));
        awaitQueueIsDone();
        assertThat(total(1)).isEqualByComparingTo("50.00");
        assertThat(world.await("again7", "settled").getInt("conflicts")).isZero();
    }

    @Test
    void aContradictionChangesNothingAndIsRecordedOnce() {
        world.chain(2, 1);
        world.send(world.sale("conflict", 2, "10"));
        world.await("conflict", "settled");
        SaleRecorded contradiction = world.sale("conflict", 2, "99");
        world.send(contradiction, contradiction, world.sale("conflict", 1, "10"), world.sale("conflict", 2, "10.0"));
        World.await(() -> world.await("conflict", "settled").getInt("conflicts") == 2);
        assertThat(total(1)).isEqualByComparingTo("1.00");
    }

    @Test
    void aSaleWaitsForItsBuyerAndThenForItsChain() {
        world.send(world.sale("early", 3, "100"));
        assertThat(World.amounts(world.await("early", "awaiting_volunteer"))).isEmpty();
        world.send(world.volunteer(3, 2, World.LONG_AGO, World.LONG_AGO));
        world.send(world.volunteer(1, 0, World.LONG_AGO, World.LONG_AGO));
        assertThat(World.amounts(world.await("early", "awaiting_volunteer"))).isEmpty();
        world.send(world.volunteer(2, 1, World.LONG_AGO, World.LONG_AGO));
        assertThat(world.beneficiaries(world.await("early", "settled"))).containsExactly(2, 1);
    }

    @Test
    void oneRegistrationSettlesThousandsThatWaited() {
        int sales = 3000;
        for (int i = 0; i < sales; i++) {
            world.send(world.sale("many" + i, 2, "1"));
        }
        world.await("many" + (sales - 1), "awaiting_volunteer");
        world.send(
                world.volunteer(2, 1, World.LONG_AGO, World.LONG_AGO),
                world.volunteer(1, 0, World.LONG_AGO, World.LONG_AGO));
        World.await(() -> total(1).compareTo(new BigDecimal("300.00")) == 0);
    }

    @Test
    void aMemberWhoNeverComesIsWaitedForADayAndThenTheChainIsBroken() {
        world.send(
                world.volunteer(3, 2, World.LONG_AGO, World.LONG_AGO),
                world.volunteer(2, 1, World.LONG_AGO, World.LONG_AGO));
        world.send(world.sale("broken", 3, "100"));
        world.await("broken", "awaiting_volunteer");
        hasWaitedForADay("broken");
        JsonPath sale = world.await("broken", "settled");
        assertThat(world.beneficiaries(sale)).containsExactly(2);
        assertThat(sale.getList("flags")).contains("broken_chain");
    }

    @Test
    void whoBecomesMissingAfterALongWaitForTheBuyerIsWaitedForToo() {
        world.send(world.sale("late", 3, "100"));
        world.await("late", "awaiting_volunteer");
        hasWaitedForADay("late");
        world.send(world.volunteer(3, 2, World.LONG_AGO, World.LONG_AGO));
        World.await(() -> awaited("late") == world.id(2));
        world.send(world.volunteer(2, 0, World.LONG_AGO, World.LONG_AGO));
        assertThat(world.beneficiaries(world.await("late", "settled"))).containsExactly(2);
    }

    /** Nothing that identifies a sale is changed; it has merely waited for longer. */
    private void hasWaitedForADay(String sale) {
        database.preparedQuery("update sale set recorded_at = now() - interval '25 hours',"
                        + " awaited_since = now() - interval '25 hours' where transaction_id = $1")
                .execute(Tuple.of(world.transaction(sale)))
                .await()
                .indefinitely();
    }

    private long awaited(String sale) {
        return database.preparedQuery(
                        "select coalesce(awaited_user_id, 0) as awaited from sale where transaction_id = $1")
                .execute(Tuple.of(world.transaction(sale)))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong("awaited");
    }

    @Test
    void factsHoldByTheirTimeAndNotByTheirOrder() {
        Instant later = World.LONG_AGO.plusSeconds(60);
        world.chain(9, 8);
        world.chain(7, 6);
        world.send(world.volunteer(2, 8, World.LONG_AGO, later));
        world.send(world.volunteer(2, 6, World.LONG_AGO, World.LONG_AGO));
        world.send(world.sale("ordered", 2, "10"));
        assertThat(world.beneficiaries(world.await("ordered", "settled"))).containsExactly(8);
    }

    @Test
    void anotherReferrerCountsForLaterSalesOnly() {
        world.chain(3, 1);
        world.chain(4, 2);
        world.send(world.sale("old", 3, "10"));
        world.await("old", "settled");
        world.send(world.volunteer(3, 2, World.LONG_AGO, World.LONG_AGO.plusSeconds(1)));
        World.await(() -> {
            JsonPath preview = World.exact(World.post("sales/preview", World.request(world.sale("p", 3, "10"))));
            return world.beneficiaries(preview).equals(List.of(2));
        });
        world.send(world.sale("old", 3, "10"), world.sale("new", 3, "10"));
        assertThat(world.beneficiaries(world.await("new", "settled"))).containsExactly(2);
        assertThat(world.beneficiaries(world.await("old", "settled"))).containsExactly(1);
    }

    @Test
    void aCircleEndsBeforeAnybodyIsMetTwice() {
        world.send(
                world.volunteer(1, 3, World.LONG_AGO, World.LONG_AGO),
                world.volunteer(2, 1, World.LONG_AGO, World.LONG_AGO),
                world.volunteer(3, 2, World.LONG_AGO, World.LONG_AGO));
        world.send(world.sale("circle", 3, "100"));
        JsonPath sale = world.await("circle", "settled");
        assertThat(world.beneficiaries(sale)).containsExactly(2, 1);
        assertThat(sale.getList("flags")).contains("circular_chain");
    }

    @Test
    void theEleventhSaleWithinAnHourIsRapid() {
        world.chain(2, 1);
        Instant first = Instant.parse("2023-05-01T10:00:00Z");
        for (int i = 0; i <= 10; i++) {
            world.send(world.sale("rapid" + i, 2, "1", first.plusSeconds(i)));
        }
        world.send(world.sale("later", 2, "1", first.plusSeconds(3610)));
        assertThat(world.await("rapid9", "settled").getList("flags")).doesNotContain("rapid_sales");
        assertThat(world.await("rapid10", "settled").getList("flags")).contains("rapid_sales");
        assertThat(world.await("later", "settled").getList("flags")).doesNotContain("rapid_sales");
    }

    /** The windows of other tests, and of earlier runs, lie elsewhere, so that only these sales count. */
    @ParameterizedTest
    @CsvSource({"2097-03-01T00:00:00Z, 2097-03-31T00:00:00Z, false", "2097-04-01T00:00:01Z, 2097-05-01T00:00:00Z, true"
    })
    void aSaleIsUnusualAgainstTheThirtyDaysBeforeIt(Instant other, Instant soldAt, boolean counts) {
        Duration earlier = Duration.ofDays(62L * new Random().nextInt(350));
        world.chain(2, 1);
        world.send(world.sale("small", 2, "10", other.minus(earlier)));
        world.await("small", "settled");
        world.send(world.sale("big", 2, "100.01", soldAt.minus(earlier)));
        assertThat(world.await("big", "settled").getList("flags").contains("unusual_amount"))
                .isEqualTo(counts);
    }

    @Test
    void whatIsEarnedIsAnnouncedAgainWithTheSameIdWhenASaleComesAgain() {
        world.chain(2, 1);
        String queue = world.broker().listen("commission.earned");
        world.send(world.sale("heard", 2, "10"));
        world.await("heard", "settled");
        world.send(world.sale("heard", 2, "10"));
        List<GetResponse> heard = new ArrayList<>();
        World.await(() -> {
            world.broker().drain(queue).stream()
                    .filter(message ->
                            new String(message.getBody(), StandardCharsets.UTF_8).contains(world.transaction("heard")))
                    .forEach(heard::add);
            return heard.size() == 2;
        });
        assertThat(heard.get(0).getProps().getMessageId())
                .isEqualTo(heard.get(1).getProps().getMessageId());
        assertThat(Json.parse(heard.get(0).getBody()))
                .isEqualTo(Json.parse(heard.get(1).getBody()));
    }

    @Test
    void poisonGoesToTheDeadLetterQueueAloneWithItsReason() {
        world.chain(2, 1);
        String dead = Queue.COMMISSIONS.deadLetterQueueName();
        world.broker().drain(dead);
        world.send(world.sale("healthy1", 2, "10"));
        world.broker().publish("sale.recorded", "sale.recorded", "not json");
        world.broker().publish("sale.recorded", "no.such.type", "{}");
        world.broker().publish("sale.recorded", null, "{}");
        world.broker().publish("sale.recorded", "sale.recorded", "{\"user_id\":5}");
        world.send(world.sale("healthy2", 2, "10"));
        world.await("healthy1", "settled");
        world.await("healthy2", "settled");
        World.await(() -> world.broker().ready(dead) == 4);
        assertThat(world.broker().drain(dead))
                .extracting(message ->
                        message.getProps().getHeaders().get("x-reason").toString())
                .satisfiesExactlyInAnyOrder(
                        reason -> assertThat(reason).contains("not JSON"),
                        reason -> assertThat(reason).contains("no.such.type"),
                        reason -> assertThat(reason).contains("unknown type"),
                        reason -> assertThat(reason).contains("transaction_id: is required"));
    }

    @Test
    void multipliersAreKeptButNotAppliedUnlessSwitchedOn() {
        world.chain(2, 1);
        world.broker()
                .publish(
                        "multiplier.changed",
                        "multiplier.changed",
                        new String(
                                Json.write(new MultiplierChanged(
                                        List.of(new Multiplier(world.id(1), new BigDecimal("1.5"), Instant.now())))),
                                StandardCharsets.UTF_8));
        world.send(world.sale("plain", 2, "10"));
        JsonPath sale = world.await("plain", "settled");
        assertThat(World.amounts(sale)).containsExactly("1.00");
        assertThat(sale.<Object>get("commissions[0].multiplier")).isNull();
    }

    @Test
    void aLedgerEntryCanNeitherBeChangedNorDeletedNorForged() {
        world.chain(2, 1);
        world.send(world.sale("kept", 2, "10"));
        world.await("kept", "settled");
        for (String forbidden : List.of(
                "update ledger_entry set amount = 2 where user_id = $1",
                "delete from ledger_entry where user_id = $1",
                "delete from sale where user_id = $1::bigint + 1",
                "update sale set amount = 1 where user_id = $1::bigint + 1",
                "insert into ledger_entry (sale_id, level, sold_at, user_id, sale_amount, rate, amount)"
                        + " values (1, 1, now(), $1, 100, 0.1, 11)")) {
            assertThat(database.preparedQuery(forbidden)
                            .execute(Tuple.of(world.id(1)))
                            .onItem()
                            .transform(rows -> "done")
                            .onFailure()
                            .recoverWithItem("refused")
                            .await()
                            .atMost(Duration.ofSeconds(5)))
                    .as(forbidden)
                    .isEqualTo("refused");
        }
    }

    private BigDecimal total(int beneficiary) {
        return World.exact(World.get("commissions?limit=1&user_id=" + world.id(beneficiary)))
                .getObject("total", BigDecimal.class);
    }

    private void awaitQueueIsDone() {
        World.await(() -> world.broker().ready(Queue.COMMISSIONS.queueName()) == 0);
        world.send(world.sale("last", 2, "0.01"));
        world.await("last", "settled");
    }
}
