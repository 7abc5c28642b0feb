package org.volunteerscheduler.commission;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.response.Response;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.RefundRecorded;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.contracts.VolunteerChanged;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.platform.test.Servers;
import org.volunteerscheduler.platform.test.TestBroker;

/** A small world of volunteers of a test's own: ids that nobody else uses, messages in, answers out. */
public final class World implements AutoCloseable {

    public static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    private static final AtomicLong NEXT_WORLD = new AtomicLong(System.currentTimeMillis());

    private final long base = NEXT_WORLD.incrementAndGet() * 1000;
    private final TestBroker broker;

    public World() {
        this(TestBroker.of("commission"));
    }

    World(TestBroker broker) {
        this.broker = broker;
    }

    public TestBroker broker() {
        return broker;
    }

    /** The id of this world's volunteer {@code n}. */
    public long id(int n) {
        return base + n;
    }

    public String transaction(String name) {
        return name + "-" + base;
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

    public void send(Volunteer... volunteers) {
        broker.publish("volunteer.changed", "volunteer.changed", text(new VolunteerChanged(Arrays.asList(volunteers))));
    }

    public void send(SaleRecorded... sales) {
        for (SaleRecorded sale : sales) {
            broker.publish("sale.recorded", "sale.recorded", text(sale));
        }
    }

    public void send(RefundRecorded... refunds) {
        for (RefundRecorded refund : refunds) {
            broker.publish("refund.recorded", "refund.recorded", text(refund));
        }
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

    public Response get(String path) {
        return given().auth()
                .preemptive()
                .basic("viewer", Servers.password("viewer"))
                .get("/volunteer_scheduler/" + path);
    }

    /** A path as it stands. */
    public Response getEncoded(String path) {
        return given().auth()
                .preemptive()
                .basic("viewer", Servers.password("viewer"))
                .urlEncodingEnabled(false)
                .get("/volunteer_scheduler/" + path);
    }

    public Response post(String path, String body) {
        return given().auth()
                .preemptive()
                .basic("operator", Servers.password("operator"))
                .contentType("application/json")
                .body(body)
                .post("/volunteer_scheduler/" + path);
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
        Response[] last = new Response[1];
        await(() -> {
            last[0] = get("sales/" + transaction(name));
            return last[0].statusCode() == 200
                    && status.equals(last[0].jsonPath().getString("status"));
        });
        return exact(last[0]);
    }

    /** Numbers as decimals, never as floats. */
    public static JsonPath exact(Response response) {
        return response.jsonPath(
                JsonPathConfig.jsonPathConfig().numberReturnType(JsonPathConfig.NumberReturnType.BIG_DECIMAL));
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
                .map(id -> (int) (id - base))
                .toList();
    }

    public static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(condition);
    }

    static String text(Object message) {
        return new String(Json.write(message), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        broker.close();
    }
}
