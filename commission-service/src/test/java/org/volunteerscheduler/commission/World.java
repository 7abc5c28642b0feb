// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission;

import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.RefundRecorded;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.platform.test.TestBroker;
import org.volunteerscheduler.platform.test.TestWorld;

/** A test's own volunteers, sales and refunds. */
public final class World extends TestWorld {

    public static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    private static final int IDS = 1_000;

    public World() {
        this(TestBroker.of("commission"));
    }

    World(TestBroker broker) {
        super(broker, IDS);
    }

    public String transaction(String name) {
        return name + "-" + id(0);
    }

    /** A volunteer's state; referrer 0: none. */
    public Volunteer volunteer(int n, int referrer, Instant registeredAt, Instant updatedAt) {
        return new Volunteer(id(n), 1, referrer == 0 ? null : id(referrer), 1, null, registeredAt, updatedAt);
    }

    /** Registers a chain: each was referred by the next. */
    public void chain(int... members) {
        Volunteer[] volunteers = new Volunteer[members.length];
        for (int i = 0; i < members.length; i++) {
            volunteers[i] = volunteer(members[i], i + 1 < members.length ? members[i + 1] : 0, LONG_AGO, LONG_AGO);
        }
        send(volunteers);
        // A sale of the first one is settled without waiting once the chain is known.
        await(() -> preview(new SaleRecorded(
                        transaction("probe"), id(members[0]), BigDecimal.ONE, "SCICENT", LONG_AGO, LONG_AGO))
                .getString("status")
                .equals("settled"));
    }

    /** @param amount null: whatever is left of the sale */
    public RefundRecorded refund(String name, String sale, String amount) {
        Instant refundedAt = Instant.parse("2024-12-20T08:00:00Z");
        return new RefundRecorded(
                transaction(name),
                transaction(sale),
                amount == null ? null : new BigDecimal(amount),
                "SCICENT",
                refundedAt,
                refundedAt,
                "chargeback");
    }

    public SaleRecorded sale(String name, int buyer, String amount) {
        return sale(name, buyer, amount, Instant.parse("2024-12-15T10:30:00Z"));
    }

    public SaleRecorded sale(String name, int buyer, String amount, Instant soldAt) {
        return new SaleRecorded(transaction(name), id(buyer), new BigDecimal(amount), "SCICENT", soldAt, soldAt);
    }

    /** As they lie in a queue: this many sales to volunteer 2, each named by the prefix and its number. */
    public List<byte[]> saleBodies(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Json.write(sale(prefix + i, 2, "10")))
                .toList();
    }

    private JsonPath preview(SaleRecorded sale) {
        return post("sales/preview", request(sale))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** A sale as the webhook and the manual door take it. */
    public static String request(SaleRecorded sale) {
        return "{\"user_id\":%d,\"amount\":%s,\"transaction_id\":\"%s\",\"timestamp\":\"%s\"}"
                .formatted(sale.userId(), sale.amount().toPlainString(), sale.transactionId(), sale.soldAt());
    }

    /** The sale of this name, as soon as it has this status. */
    public JsonPath await(String name, String status) {
        return awaitStatus("sales/" + transaction(name), status);
    }

    public static List<String> amounts(JsonPath sale) {
        return amounts(sale, "commissions");
    }

    /** Of what refunds took back. */
    public static List<String> reversals(JsonPath sale) {
        return amounts(sale, "reversals");
    }

    private static List<String> amounts(JsonPath sale, String entries) {
        return sale.getList(entries + ".amount", BigDecimal.class).stream()
                .map(BigDecimal::toPlainString)
                .toList();
    }

    public List<Integer> beneficiaries(JsonPath sale) {
        return sale.getList("commissions.user_id", Long.class).stream()
                .map(this::numberOf)
                .toList();
    }
}
