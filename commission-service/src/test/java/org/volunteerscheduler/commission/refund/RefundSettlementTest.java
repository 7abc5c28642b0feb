// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.refund;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;

import com.rabbitmq.client.GetResponse;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.volunteerscheduler.commission.World;
import org.volunteerscheduler.commission.rule.Refund;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.contracts.RefundRecorded;
import org.volunteerscheduler.platform.messaging.OutgoingMessage;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("commission")
class RefundSettlementTest {

    private final World world = new World();

    @Inject
    Pool database;

    @Inject
    RefundSettlement settlement;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theFirstExampleOfTheRulesHolds() {
        world.chain(5, 4, 3, 2, 1);
        world.send(world.sale("first", 5, "100.50"));
        world.send(world.refund("part", "first", "33.50"));
        JsonPath part = world.await("first", "partially_refunded");
        assertThat(World.reversals(part)).containsExactly("-3.35", "-2.68", "-2.01", "-1.34");
        assertThat(part.getObject("refunded", BigDecimal.class)).isEqualByComparingTo("33.50");

        world.send(world.refund("rest", "first", null));
        JsonPath whole = world.await("first", "refunded");
        assertThat(World.reversals(whole))
                .containsExactly("-3.35", "-2.68", "-2.01", "-1.34", "-6.70", "-5.36", "-4.02", "-2.68");
        assertThat(whole.getList("reversals.refund_id", String.class))
                .startsWith(world.transaction("part"))
                .endsWith(world.transaction("rest"));
        assertThat(World.amounts(whole)).containsExactly("10.05", "8.04", "6.03", "4.02");
        assertThat(whole.getObject("refunded", BigDecimal.class)).isEqualByComparingTo("100.50");
        for (int beneficiary : List.of(1, 2, 3, 4)) {
            assertThat(total(beneficiary)).isEqualByComparingTo("0.00");
        }
    }

    @Test
    void theSecondExampleOfTheRulesHolds() {
        world.chain(5, 4, 3, 2, 1);
        world.send(world.sale("second", 5, "0.12"));
        world.send(world.refund("part", "second", "0.05"));
        assertThat(World.reversals(world.await("second", "partially_refunded"))).isEmpty();
        world.send(world.refund("more", "second", "0.02"));
        World.await(() -> World.reversals(world.await("second", "partially_refunded"))
                .equals(List.of("-0.01", "-0.01", "-0.01")));
    }

    @Test
    void aRefundDeliveredManyTimesTakesBackOnce() {
        world.chain(2, 1);
        List<RefundRecorded> deliveries = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            world.send(world.sale("again" + i, 2, "10"));
            deliveries.addAll(Collections.nCopies(4, world.refund("refund" + i, "again" + i, "4")));
        }
        Collections.shuffle(deliveries, new Random(1));
        world.send(deliveries.toArray(RefundRecorded[]::new));
        awaitQueueIsDone();
        assertThat(total(1)).isEqualByComparingTo("30.00");
        assertThat(refund("refund7").getInt("conflicts")).isZero();
    }

    @Test
    void refundsOfOneSaleInOneBatchAreDecidedInTheirOrder() {
        world.chain(2, 1);
        world.send(world.sale("shared", 2, "10"));
        world.await("shared", "settled");
        world.send(
                world.refund("six", "shared", "6"),
                world.refund("five", "shared", "5"),
                world.refund("four", "shared", "4"),
                world.refund("nothing", "shared", null));
        awaitDecided("nothing");
        assertThat(List.of(status("six"), status("five"), status("four"), status("nothing")))
                .containsExactly("applied", "more_than_is_left", "applied", "nothing_left");
        assertThat(total(1)).isEqualByComparingTo("0.00");
    }

    @Test
    void aRefundInAnotherCurrencyIsRefused() {
        world.chain(2, 1);
        world.send(world.sale("tokens", 2, "10"));
        RefundRecorded refund = world.refund("euros", "tokens", "10");
        world.send(new RefundRecorded(
                refund.refundId(),
                refund.transactionId(),
                refund.amount(),
                "EUR",
                refund.refundedAt(),
                refund.receivedAt(),
                null));
        awaitDecided("euros");
        assertThat(status("euros")).isEqualTo("other_currency");
        assertThat(total(1)).isEqualByComparingTo("1.00");
    }

    @Test
    void aContradictionChangesNothingAndIsRecordedOnce() {
        world.chain(2, 1);
        world.send(world.sale("one", 2, "10"), world.sale("other", 2, "10"));
        world.send(world.refund("conflict", "one", "5"));
        awaitDecided("conflict");
        RefundRecorded contradiction = world.refund("conflict", "one", "6");
        world.send(
                contradiction,
                contradiction,
                world.refund("conflict", "other", "5"),
                world.refund("conflict", "one", "5.00"));
        World.await(() -> refund("conflict").getInt("conflicts") == 2);
        assertThat(total(1)).isEqualByComparingTo("1.50");
    }

    @Test
    void aRefundWaitsForItsSaleWhateverThatOneWaitsFor() {
        world.send(world.refund("early", "late", "40"), world.refund("earlyRest", "late", null));
        World.await(() -> status("earlyRest").equals("awaiting_sale"));
        world.send(world.sale("late", 3, "100"));
        world.await("late", "awaiting_volunteer");
        world.send(world.refund("early", "late", "40"));
        assertThat(status("early")).isEqualTo("awaiting_sale");
        world.send(
                world.volunteer(3, 2, World.LONG_AGO, World.LONG_AGO),
                world.volunteer(2, 0, World.LONG_AGO, World.LONG_AGO));
        JsonPath sale = world.await("late", "refunded");
        assertThat(World.amounts(sale)).containsExactly("10.00");
        assertThat(World.reversals(sale)).containsExactly("-4.00", "-6.00");
    }

    @Test
    void whatWaitedLongestIsAppliedFirst() {
        world.chain(2, 1);
        world.send(world.refund("first", "pair", "7"));
        World.await(() -> status("first").equals("awaiting_sale"));
        world.send(world.refund("second", "pair", "7"));
        World.await(() -> status("second").equals("awaiting_sale"));
        world.send(world.sale("pair", 2, "10"));
        awaitDecided("second");
        assertThat(status("first")).isEqualTo("applied");
        assertThat(status("second")).isEqualTo("more_than_is_left");
    }

    @Test
    void oneSaleWakesMoreRefundsThanAPageHas() {
        world.chain(2, 1);
        int refunds = 1100;
        world.send(IntStream.range(0, refunds)
                .mapToObj(i -> world.refund("many" + i, "large", "1"))
                .toArray(RefundRecorded[]::new));
        World.await(() -> status("many" + (refunds - 1)).equals("awaiting_sale"));
        world.send(world.sale("large", 2, "1100"));
        world.await("large", "refunded");
        assertThat(total(1)).isEqualByComparingTo("0.00");
    }

    @Test
    void aRefundNeverLooksAtTodaysChain() {
        world.chain(3, 1);
        world.chain(4, 2);
        world.send(world.sale("old", 3, "10"));
        world.await("old", "settled");
        world.send(world.volunteer(3, 4, World.LONG_AGO, World.LONG_AGO.plusSeconds(1)));
        World.await(() -> world.beneficiaries(
                        World.exact(World.post("sales/preview", World.request(world.sale("p", 3, "10")))))
                .equals(List.of(4, 2)));
        world.send(world.refund("back", "old", null));
        JsonPath sale = world.await("old", "refunded");
        assertThat(sale.getList("reversals.user_id", Long.class)).containsExactly(world.id(1));
        assertThat(total(1)).isEqualByComparingTo("0.00");
        assertThat(total(4)).isEqualByComparingTo("0.00");
    }

    @Test
    void anAppliedRefundIsAnnouncedWithTheSameIdHoweverOftenItIsDelivered() {
        String queue = world.broker().listen("commission.reversed");
        world.chain(2, 1);
        world.send(world.sale("heard", 2, "10"));
        world.send(world.refund("told", "heard", "5"), world.refund("told", "heard", "5"));
        awaitDecided("told");
        world.send(world.refund("told", "heard", "5"));
        List<GetResponse> heard = new ArrayList<>();
        World.await(() -> {
            world.broker().drain(queue).stream()
                    .filter(message ->
                            new String(message.getBody(), StandardCharsets.UTF_8).contains(world.transaction("told")))
                    .forEach(heard::add);
            return heard.size() >= 2;
        });
        assertThat(heard.stream().map(message -> message.getProps().getMessageId()))
                .containsOnly(heard.getFirst().getProps().getMessageId());
        assertThat(heard.stream().map(message -> Json.parse(message.getBody())))
                .containsOnly(Json.parse(heard.getFirst().getBody()));
        assertThat(Json.parse(heard.getFirst().getBody())
                        .at("/items/0/reversals/0/amount")
                        .decimalValue())
                .isEqualByComparingTo("-0.50");
    }

    /** Each call is one of a replica: a transaction of its own, at the same time as the others. */
    @Test
    void refundsThatRaceForTheLastTokensAreDecidedOneAfterTheOther() {
        world.chain(4, 3, 2, 1);
        world.send(world.sale("raced", 4, "100"), world.sale("raced too", 4, "100"));
        world.await("raced", "settled");
        world.await("raced too", "settled");
        List<RefundRecorded> refunds = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            refunds.add(world.refund("race" + i, i % 2 == 0 ? "raced" : "raced too", "7"));
        }
        Random random = new Random(1);
        List<Uni<List<OutgoingMessage>>> replicas = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Collections.shuffle(refunds, random);
            List<Refund> batch =
                    refunds.subList(0, 20).stream().map(RefundMessages::refund).toList();
            replicas.add(settlement.apply(batch));
        }
        Uni.join().all(replicas).andFailFast().await().atMost(Duration.ofSeconds(40));

        for (String sale : List.of("raced", "raced too")) {
            JsonPath raced = world.await(sale, "partially_refunded");
            assertThat(raced.getObject("refunded", BigDecimal.class)).isEqualByComparingTo("98");
            assertThat(sum(World.reversals(raced))).isEqualByComparingTo("-23.52");
        }
        assertThat(total(1).add(total(2)).add(total(3))).isEqualByComparingTo("0.96");
    }

    /** As a refund is left that was recorded in the very moment in which its sale was settled. */
    @Test
    void aRefundThatNobodyWokeIsAppliedByTheNextCheck() {
        world.chain(2, 1);
        world.send(world.sale("settled", 2, "10"));
        world.await("settled", "settled");
        database.preparedQuery(
                        "insert into refund (id, refund_id, transaction_id, asked_amount, currency, refunded_at, received_at)"
                                + " values (nextval('refund_row_id'), $2, $1, 4, 'SCICENT', now(), now())")
                .executeAndAwait(Tuple.of(world.transaction("settled"), world.transaction("missed")));
        world.await("settled", "partially_refunded");
        assertThat(total(1)).isEqualByComparingTo("0.60");
    }

    @Test
    void aSaleSettledByHandWakesItsRefundsToo() {
        world.chain(2, 1);
        world.send(world.refund("eager", "by hand", "10"));
        World.await(() -> status("eager").equals("awaiting_sale"));
        assertThat(World.post("sales", World.request(world.sale("by hand", 2, "10")))
                        .statusCode())
                .isEqualTo(200);
        world.await("by hand", "refunded");
    }

    @Test
    void aRefundIsShownWithWhatItTookBackFromWhom() {
        world.chain(3, 2, 1);
        world.send(world.sale("shown", 3, "10"));
        world.send(world.refund("all", "shown", null));
        awaitDecided("all");
        JsonPath refund = refund("all");
        assertThat(refund.getString("status")).isEqualTo("applied");
        assertThat(refund.getString("transaction_id")).isEqualTo(world.transaction("shown"));
        assertThat(refund.getObject("amount", BigDecimal.class)).isEqualByComparingTo("10");
        assertThat(refund.getString("reason")).isEqualTo("chargeback");
        assertThat(refund.getString("refusal")).isNull();
        assertThat(refund.getList("reversals.level", Integer.class)).containsExactly(1, 2);
        assertThat(refund.getList("reversals.user_id", Long.class)).containsExactly(world.id(2), world.id(1));
        assertThat(World.reversals(refund)).containsExactly("-1.00", "-0.80");
    }

    @Test
    void theListOfRefundsIsFilteredAndPaged() {
        world.chain(2, 1);
        world.send(world.sale("listed", 2, "10"));
        world.send(
                world.refund("a", "listed", "3"),
                world.refund("b", "listed", "30"),
                world.refund("c", "listed", "4"),
                world.refund("d", "unknown", "4"));
        awaitDecided("c");
        World.await(() -> status("d").equals("awaiting_sale"));
        String ofSale = "refunds?transaction_id=" + world.transaction("listed");
        assertThat(listed(ofSale)).containsExactly("c", "b", "a");
        assertThat(listed(ofSale + "&status=applied")).containsExactly("c", "a");
        assertThat(listed(ofSale + "&status=refused")).containsExactly("b");
        assertThat(listed("refunds?status=awaiting_sale&transaction_id=" + world.transaction("unknown")))
                .containsExactly("d");
        assertThat(listed("refunds?limit=1000&status=awaiting_sale")).contains("d");

        JsonPath page = World.get(ofSale + "&limit=2").jsonPath();
        assertThat(page.getList("items")).hasSize(2);
        assertThat(listed(ofSale + "&limit=2&cursor=" + page.getString("next_cursor")))
                .containsExactly("a");
        World.get("refunds?status=waiting").then().statusCode(400).body("violations.field", contains("status"));
        World.get("refunds/nobody-sent-this").then().statusCode(404);
    }

    @Test
    void theListOfSalesKnowsWhatIsRefunded() {
        world.chain(2, 1);
        world.send(world.sale("kept", 2, "10"), world.sale("part", 2, "10"), world.sale("whole", 2, "10"));
        world.send(
                world.refund("r1", "part", "3"), world.refund("r2", "whole", "3"), world.refund("r3", "whole", null));
        awaitDecided("r3");
        Map.of("settled", "kept", "partially_refunded", "part", "refunded", "whole")
                .forEach((status, sale) -> assertThat(World.get("sales?user_id=" + world.id(2) + "&status=" + status)
                                .jsonPath()
                                .getList("items.transaction_id", String.class))
                        .containsExactly(world.transaction(sale)));
    }

    @Test
    void aSaleThatIsRefundedCountsForAveragesAsItWasSold() {
        world.chain(2, 1);
        Instant soldAt = Instant.parse("2031-03-03T03:03:03Z").plusSeconds(world.id(0) % 1_000_000_000L);
        world.send(world.sale("average", 2, "10000", soldAt));
        world.send(world.refund("back", "average", null));
        world.await("average", "refunded");
        world.send(world.sale("next", 2, "20000", soldAt.plusSeconds(1)));
        assertThat(world.await("next", "settled").getList("flags")).doesNotContain("unusual_amount");
    }

    /** Each tries to write what no refund gives, in the one way that is left: with everything else as it should be. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // Another beneficiary, another rate, another level, a second time, without a refund.
                "insert into reversal (sale_id, level, refunded_before, refunded_after, sold_at, user_id, sale_amount, rate, amount)"
                        + " select sale_id, 2, refunded_before, refunded_after, sold_at, user_id, sale_amount, rate, amount from reversal where sale_id = $1",
                "insert into reversal (sale_id, level, refunded_before, refunded_after, sold_at, user_id, sale_amount, rate, amount)"
                        + " select sale_id, level, 5, 10, sold_at, user_id, sale_amount, rate, amount from reversal where sale_id = $1",
                "insert into reversal (sale_id, level, refunded_before, refunded_after, sold_at, user_id, sale_amount, rate, amount)"
                        + " select sale_id, level, 1, 2, sold_at, user_id + 1, sale_amount, rate, -0.10 from reversal where sale_id = $1",
                "insert into reversal (sale_id, level, refunded_before, refunded_after, sold_at, user_id, sale_amount, rate, amount)"
                        + " select sale_id, level, 5, 10, sold_at, user_id, sale_amount, rate, -0.49 from reversal where sale_id = $1",
                // A refund without its reversals, one that begins where another did, one of more than there is.
                "insert into refund (id, refund_id, transaction_id, currency, refunded_at, received_at, decided_at, sale_id, sale_amount, refunded_before, amount)"
                        + " select nextval('refund_row_id'), 'forged', transaction_id, currency, now(), now(), now(), id, amount, 5, 5 from sale where id = $1",
                "insert into refund (id, refund_id, transaction_id, asked_amount, currency, refunded_at, received_at, decided_at, sale_id, sale_amount, refunded_before, amount)"
                        + " select nextval('refund_row_id'), 'forged', transaction_id, 5, currency, now(), now(), now(), id, amount, 0, 5 from sale where id = $1",
                "insert into refund (id, refund_id, transaction_id, asked_amount, currency, refunded_at, received_at, decided_at, sale_id, sale_amount, refunded_before, amount)"
                        + " select nextval('refund_row_id'), 'forged', transaction_id, 6, currency, now(), now(), now(), id, amount, 5, 6 from sale where id = $1",
                // A tiny one that reverses nothing, but of another sale's id.
                "insert into refund (id, refund_id, transaction_id, asked_amount, currency, refunded_at, received_at, decided_at, sale_id, sale_amount, refunded_before, amount)"
                        + " select nextval('refund_row_id'), 'forged', 'another sale', 0.00000001, currency, now(), now(), now(), id, amount, 5, 0.00000001 from sale where id = $1",
                // One that reverses nothing, but begins where no other ended.
                "insert into refund (id, refund_id, transaction_id, asked_amount, currency, refunded_at, received_at, decided_at, sale_id, sale_amount, refunded_before, amount)"
                        + " select nextval('refund_row_id'), 'forged', transaction_id, 0.00000001, currency, now(), now(), now(), id, amount, 6, 0.00000001 from sale where id = $1",
                // A reversal among the commissions.
                "insert into ledger_entry (sale_id, level, reversal, sold_at, user_id, sale_amount, rate, amount)"
                        + " select sale_id, level, true, sold_at, user_id, sale_amount, rate, -amount from ledger_entry where sale_id = $1",
                "update refund set amount = 4, asked_amount = 4 where sale_id = $1",
                "update refund set decided_at = null, sale_id = null where sale_id = $1",
                "update reversal set amount = -0.49 where sale_id = $1",
                "delete from reversal where sale_id = $1",
                "delete from refund where sale_id = $1"
            })
    void noStatementCanReverseAnythingElseThanTheFormulaGives(String forgery) {
        world.chain(2, 1);
        world.send(world.sale("safe", 2, "10"));
        world.send(world.refund("half", "safe", "5"));
        world.await("safe", "partially_refunded");
        long saleId =
                row("select id from sale where transaction_id = $1", "safe").getLong("id");
        assertThatThrownBy(() -> database.preparedQuery(forgery).executeAndAwait(Tuple.of(saleId)))
                .isInstanceOfSatisfying(PgException.class, refused -> assertThat(refused.getSqlState())
                        .startsWith("23"));
        assertThat(total(1)).isEqualByComparingTo("0.50");
    }

    private BigDecimal total(int beneficiary) {
        return World.exact(World.get("commissions?limit=1&user_id=" + world.id(beneficiary)))
                .getObject("total", BigDecimal.class);
    }

    private List<String> listed(String path) {
        String suffix = world.transaction("");
        return World.get(path).jsonPath().getList("items.refund_id", String.class).stream()
                .filter(id -> id.endsWith(suffix))
                .map(id -> id.substring(0, id.length() - suffix.length()))
                .toList();
    }

    private static BigDecimal sum(List<String> amounts) {
        return amounts.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private void awaitDecided(String name) {
        World.await(() -> !List.of("none", "awaiting_sale").contains(status(name)));
    }

    /** As it is shown, and of a refused one why. */
    private String status(String name) {
        Response answer = World.get("refunds/" + world.transaction(name));
        if (answer.statusCode() == 404) {
            return "none";
        }
        String refusal = answer.jsonPath().getString("refusal");
        return refusal == null ? answer.jsonPath().getString("status") : refusal;
    }

    private JsonPath refund(String name) {
        Response answer = World.get("refunds/" + world.transaction(name));
        assertThat(answer.statusCode()).isEqualTo(200);
        return World.exact(answer);
    }

    private Row row(String query, String name) {
        var rows = database.preparedQuery(query)
                .executeAndAwait(Tuple.of(world.transaction(name)))
                .iterator();
        return rows.hasNext() ? rows.next() : null;
    }

    private void awaitQueueIsDone() {
        World.await(() -> world.broker().ready(Queue.COMMISSIONS.queueName()) == 0);
        world.send(world.sale("last", 2, "0.01"));
        world.await("last", "settled");
    }
}
