// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.rabbitmq.client.GetResponse;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.contracts.RefundRecorded;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.contracts.VolunteerChanged;
import org.volunteerscheduler.platform.test.Servers;
import org.volunteerscheduler.platform.test.ServiceTest;
import org.volunteerscheduler.platform.test.TestBroker;

@QuarkusTest
@ServiceTest("webhook")
class WebhookTest {

    private static final String SALES = Queue.COMMISSIONS.queueName();
    private static final String VOLUNTEERS = Queue.FACTS_COMMISSIONS.queueName();
    private static final String VOLUNTEER = """
            {"user_id":5,"organization_id":1,"referrer_id":4,"level":1,"registered_at":"2024-12-01T08:00:00Z",\
            "updated_at":"2024-12-01T08:00:00Z"}""";
    private static final String ASSIGNMENT = """
            {"assignment_id":77,"user_id":5,"status":"approved","xp_reward":20,"level_required":1,\
            "assigned_at":"2024-12-02T08:00:00Z","reviewed_at":"2024-12-03T08:00:00Z",\
            "updated_at":"2024-12-03T08:00:00Z"}""";

    private static TestBroker broker;

    @BeforeAll
    static void connect() {
        broker = TestBroker.of("webhook");
    }

    @AfterAll
    static void disconnect() {
        broker.close();
    }

    @BeforeEach
    void nothingIsQueued() {
        awaitHealth(200);
        for (Queue queue : Queue.values()) {
            broker.drain(queue.queueName());
        }
    }

    @Test
    void aSignedSaleIsOnTheQueueBeforeItIsAnswered() {
        Signed.sale(
                        "{\"user_id\":123,\"amount\":100.50,\"transaction_id\":\"tx-😀\",\"timestamp\":\"2024-12-15T10:30:00Z\","
                                + "\"unknown\":[1]}")
                .statusCode(202)
                .body("status", is("success"))
                .body("message", is("Commission distribution queued"))
                .body("transaction_id", is("tx-😀"));

        List<GetResponse> queued = broker.drain(SALES);
        assertThat(queued).hasSize(1);
        var properties = queued.getFirst().getProps();
        assertThat(properties.getPriority()).isEqualTo(10);
        assertThat(properties.getDeliveryMode()).isEqualTo(2);
        assertThat(properties.getType()).isEqualTo("sale.recorded");
        assertThat(properties.getContentType()).isEqualTo("application/json");
        assertThat(properties.getAppId()).isEqualTo("webhook-service");
        assertThat(properties.getMessageId()).isNotBlank();
        assertThat(properties.getTimestamp()).isNotNull();
        SaleRecorded sale = sales(queued).getFirst();
        assertThat(sale.amount()).isEqualByComparingTo("100.50");
        assertThat(sale.currency()).isEqualTo("SCICENT");
    }

    @Test
    void aSignedRefundIsOnTheQueueOfSalesBeforeItIsAnswered() {
        Signed.refund("""
                        {"refund_id":"rf-9","transaction_id":"tx-😀","amount":33.50,"currency":"SCICENT",\
                        "timestamp":"2024-12-20T10:30:00Z","reason":"chargeback"}""")
                .statusCode(202)
                .body("message", is("Refund queued"))
                .body("refund_id", is("rf-9"))
                .body("transaction_id", is("tx-😀"));

        List<GetResponse> queued = broker.drain(SALES);
        assertThat(queued).hasSize(1);
        assertThat(queued.getFirst().getProps().getPriority()).isEqualTo(10);
        assertThat(queued.getFirst().getProps().getType()).isEqualTo("refund.recorded");
        RefundRecorded refund = refund(queued.getFirst());
        assertThat(refund.amount()).isEqualByComparingTo("33.50");
        assertThat(refund.refundedAt()).isEqualTo(Instant.parse("2024-12-20T10:30:00Z"));
        assertThat(refund.reason()).isEqualTo("chargeback");
    }

    @Test
    void salesThatArriveTogetherTravelTogetherAndEachIsOnTheQueueOnce() {
        int sales = 400;
        try (ExecutorService senders = Executors.newFixedThreadPool(40)) {
            IntStream.range(0, sales)
                    .forEach(i -> senders.execute(
                            () -> Signed.sale(sale("together" + i)).statusCode(202)));
        }
        List<GetResponse> queued = broker.drain(SALES);
        assertThat(sales(queued))
                .extracting(SaleRecorded::transactionId)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, sales).mapToObj(i -> "together" + i).toList());
        assertThat(queued).hasSizeLessThan(sales);
    }

    private static RefundRecorded refund(GetResponse message) {
        return (RefundRecorded)
                MessageType.REFUND_RECORDED.read(message.getBody()).getFirst();
    }

    private static List<SaleRecorded> sales(List<GetResponse> messages) {
        return messages.stream()
                .flatMap(message -> MessageType.SALE_RECORDED.read(message.getBody()).stream())
                .map(SaleRecorded.class::cast)
                .toList();
    }

    @Test
    void aRefundNeedNameNoMoreThanItselfAndItsSale() {
        Instant before = Instant.now();
        Signed.refund("{\"refund_id\":\"rf-1\",\"transaction_id\":\"t\"}").statusCode(202);
        RefundRecorded refund = refund(broker.drain(SALES).getFirst());
        assertThat(refund.amount()).isNull();
        assertThat(refund.currency()).isEqualTo("SCICENT");
        assertThat(refund.refundedAt())
                .isBetween(before.minusSeconds(1), Instant.now())
                .isEqualTo(refund.receivedAt());
        assertThat(refund.reason()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "amount|0",
                "amount|-0.01",
                "amount|\"1\"",
                "amount|1000000000000",
                "amount|0.123456789",
                "refund_id|null",
                "refund_id|\"rf\\u200b\"",
                "refund_id|\"rf \"",
                "refund_id|\"..\"",
                "refund_id|9",
                "transaction_id|\"\"",
                "transaction_id|\"t\\u00ad\"",
                "currency|\"SCI\\u2060CENT\"",
                "timestamp|\"2124-12-20T10:30:00Z\"",
                "reason|\"\"",
                "reason|7"
            })
    void aWrongFieldOfARefundIsNamed(String field, String value) {
        String body = "{\"refund_id\":\"r\",\"amount\":1,\"transaction_id\":\"t\",\"" + field + "\":" + value + "}";
        Signed.refund(body.replaceFirst("\"" + field + "\":(\"[rt]\"|1),", ""))
                .statusCode(400)
                .body("violations.field", contains(field));
        assertThat(broker.ready(SALES)).isZero();
    }

    @Test
    void aRefundIsSignedByScicentAndNobodyElse() {
        byte[] body = "{\"refund_id\":\"r\",\"transaction_id\":\"t\"}".getBytes(StandardCharsets.UTF_8);
        Signed.post(
                        "scicent_refund",
                        "X-Scicent-Signature",
                        Signed.signature(Signed.DECIDIM_SECRET, body),
                        body,
                        "application/json")
                .statusCode(401);
        assertThat(broker.ready(SALES)).isZero();
    }

    @Test
    void anArrayOfFactsIsOneMessageInEveryQueueThatNeedsIt() {
        Signed.facts("volunteers", "[" + String.join(",", Collections.nCopies(1000, VOLUNTEER)) + "]")
                .statusCode(202)
                .body("accepted", is(1000));
        for (Queue queue : List.of(Queue.FACTS_COMMISSIONS, Queue.FACTS_MULTIPLIERS, Queue.FACTS_BUDGETS)) {
            List<GetResponse> queued = broker.drain(queue.queueName());
            assertThat(queued).hasSize(1);
            assertThat(Json.read(queued.getFirst().getBody(), VolunteerChanged::read)
                            .items())
                    .hasSize(1000);
        }
        Signed.facts("task_assignments", ASSIGNMENT).statusCode(202);
        assertThat(broker.drain(Queue.FACTS_COMMISSIONS.queueName())).isEmpty();
        assertThat(broker.drain(Queue.FACTS_BUDGETS.queueName())).hasSize(1);
    }

    @Test
    void aWrongSignatureIsAnsweredTheSameWhateverIsWrong() {
        byte[] body = sale("t").getBytes(StandardCharsets.UTF_8);
        String valid = Signed.signature(Signed.SCICENT_SECRET, body);
        String ofAnotherBody = Signed.signature(Signed.SCICENT_SECRET, sale("u").getBytes(StandardCharsets.UTF_8));
        String byAnother = Signed.signature(Signed.DECIDIM_SECRET, body);
        for (String wrong : new String[] {
            null, "", "sha256=", valid.substring(7), valid + "0", ofAnotherBody, byAnother, "sha256=" + "é".repeat(64)
        }) {
            Signed.post("scicent_sale", "X-Scicent-Signature", wrong, body, "application/json")
                    .statusCode(401)
                    .contentType("application/problem+json")
                    .body("detail", is("The signature is missing or wrong."));
        }
        assertThat(broker.ready(SALES)).isZero();
    }

    @Test
    void eitherOfTwoRotatedSecretsSigns() {
        byte[] body = VOLUNTEER.getBytes(StandardCharsets.UTF_8);
        for (String secret : List.of(Signed.DECIDIM_SECRET, Signed.DECIDIM_OLD_SECRET)) {
            Signed.post("volunteers", "X-Decidim-Signature", Signed.signature(secret, body), body, "application/json")
                    .statusCode(202);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "not json", "{\"user_id\":", "7", "[]", "\"sale\"", "null", "{}", "NaN"})
    void whatIsNoSaleIsRefused(String body) {
        Signed.sale(body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("status", is(400));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "amount|0",
                "amount|-1",
                "amount|\"100\"",
                "amount|1e400",
                "amount|0.123456789",
                "user_id|0",
                "user_id|-5",
                "user_id|9223372036854775808",
                "user_id|\"5\"",
                "user_id|5.5",
                "transaction_id|\"\"",
                "transaction_id|\"a\\u0007b\"",
                "transaction_id|7",
                "transaction_id|\"tx1\\u200b\"",
                "transaction_id|\" tx1\"",
                "transaction_id|\"..\"",
                "currency|\"SCI\\u00adCENT\"",
                "currency|\"\"",
                "timestamp|\"yesterday\"",
                "timestamp|\"2024-12-15T10:30:00\""
            })
    void aWrongFieldIsNamed(String field, String value) {
        String body = "{\"user_id\":5,\"amount\":1,\"transaction_id\":\"t\",\"" + field + "\":" + value + "}";
        String once = body.replaceFirst("\"" + field + "\":[^,]+,", "");
        Signed.sale(once).statusCode(400).body("violations.field", contains(field));
        assertThat(broker.ready(SALES)).isZero();
    }

    @Test
    void notANumberIsNoAmount() {
        Signed.sale("{\"user_id\":5,\"amount\":NaN,\"transaction_id\":\"t\"}").statusCode(400);
    }

    @Test
    void allViolationsAreToldAtOnce() {
        Signed.sale("{}")
                .statusCode(400)
                .body("violations.field", containsInAnyOrder("transaction_id", "user_id", "amount"));
    }

    @Test
    void aTransactionIdHasAtMost255Characters() {
        Signed.sale(sale("x".repeat(255))).statusCode(202);
        Signed.sale(sale("😀".repeat(255))).statusCode(202);
        Signed.sale(sale("x".repeat(256))).statusCode(400).body("violations.field", contains("transaction_id"));
    }

    @Test
    void aDeeplyNestedBodyIsRefused() {
        Signed.sale("{\"a\":".repeat(5000) + "1" + "}".repeat(5000)).statusCode(400);
    }

    @Test
    void aBodyThatIsNotUtf8IsRefused() {
        Signed.sale(sale("tü").getBytes(StandardCharsets.ISO_8859_1), "application/json")
                .statusCode(400);
        Signed.sale(sale("t").getBytes(StandardCharsets.UTF_16), "application/json")
                .statusCode(400);
    }

    @Test
    void aBodyOverOneMebibyteIsTooLarge() {
        Signed.sale("{\"padding\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}").statusCode(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/octet-stream"})
    void anotherContentTypeIsRefused(String contentType) {
        Signed.sale(sale("t").getBytes(StandardCharsets.UTF_8), contentType).statusCode(415);
    }

    /** REST Assured would add one by itself. */
    @Test
    void aBodyOfNoContentTypeIsRefused() throws Exception {
        byte[] body = sale("t").getBytes(StandardCharsets.UTF_8);
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(
                            "http://localhost:" + RestAssured.port + "/volunteer_scheduler/webhooks/scicent_sale"))
                    .header("X-Scicent-Signature", Signed.signature(Signed.SCICENT_SECRET, body))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            assertThat(client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(415);
        }
    }

    @Test
    void oneBadItemAmongAThousandKeepsAllOut() {
        List<String> items = IntStream.range(0, 1000)
                .mapToObj(i -> i == 517 ? VOLUNTEER.replace("\"level\":1", "\"level\":0") : VOLUNTEER)
                .toList();
        Signed.facts("volunteers", "[" + String.join(",", items) + "]")
                .statusCode(400)
                .body("violations.field", contains("[517].level"));
        assertThat(broker.ready(VOLUNTEERS)).isZero();
    }

    @Test
    void anArrayHasOneToAThousandItems() {
        Signed.facts("volunteers", "[" + String.join(",", Collections.nCopies(1001, VOLUNTEER)) + "]")
                .statusCode(400);
        Signed.facts("volunteers", "[]").statusCode(400);
        Signed.facts("volunteers", "[[" + VOLUNTEER + "]]").statusCode(400).body("violations.field", hasItem("[0]"));
        assertThat(broker.ready(VOLUNTEERS)).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "xp_reward|-1",
                "level_required|0",
                "level_required|1000000000",
                "status|\"done\"",
                "reviewed_at|\"2024-12-02T07:59:59Z\"",
                "reviewed_at|null",
                "assignment_id|0"
            })
    void aWrongAssignmentIsNamed(String field, String value) {
        String body = ASSIGNMENT.replaceFirst("\"" + field + "\":[^,]+,", "\"" + field + "\":" + value + ",");
        Signed.facts("task_assignments", body).statusCode(400).body("violations.field", contains(field));
    }

    @ParameterizedTest
    @CsvSource({"level,0", "level,1000000000", "organization_id,0", "referrer_id,-4", "referrer_id,5"})
    void aWrongVolunteerIsNamed(String field, String value) {
        String body = VOLUNTEER.replaceFirst("\"" + field + "\":[^,]+,", "\"" + field + "\":" + value + ",");
        Signed.facts("volunteers", body).statusCode(400).body("violations.field", contains(field));
    }

    @Test
    void healthAndDescriptionAreOpen() {
        RestAssured.get("/volunteer_scheduler/webhooks/health")
                .then()
                .statusCode(200)
                .body("status", is("healthy"))
                .body(
                        "version",
                        equalTo(ConfigProvider.getConfig().getValue("quarkus.application.version", String.class)));
        String openApi = RestAssured.get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(openApi).contains("scicent_sale", "scicent_refund", "task_assignments", "scicent_tx_abc123");
        RestAssured.get("/q/metrics").then().statusCode(200);
        RestAssured.get("/nowhere").then().statusCode(404).contentType(startsWith("application/problem+json"));
    }

    /** Somebody else's queue would satisfy the broker's {@code mandatory}, and so would one of three. */
    @ParameterizedTest
    @EnumSource(
            value = Queue.class,
            names = {"COMMISSIONS", "FACTS_COMMISSIONS", "FACTS_MULTIPLIERS", "FACTS_BUDGETS"})
    void whatIsPromisedIsInEveryQueueThoughOneWasDeletedUnderTheDoor(Queue deleted) {
        String somebodyElses = broker.listen("#");
        broker.delete(deleted.queueName());
        List<Queue> needed = deleted == Queue.COMMISSIONS
                ? List.of(deleted)
                : List.of(Queue.FACTS_COMMISSIONS, Queue.FACTS_MULTIPLIERS, Queue.FACTS_BUDGETS);
        int refused = 0;
        while (send(deleted).extract().statusCode() == 503) {
            refused++;
            awaitHealth(200);
        }
        assertThat(refused).isBetween(1, 100);
        for (Queue queue : needed) {
            assertThat(broker.drain(queue.queueName())).as(queue.queueName()).isNotEmpty();
        }
        broker.delete(somebodyElses);
    }

    private static ValidatableResponse send(Queue queue) {
        return queue == Queue.COMMISSIONS ? Signed.sale(sale("t")) : Signed.facts("volunteers", VOLUNTEER);
    }

    /** The broker goes away under a stream of requests: each is promised and kept, or refused. */
    @Test
    void whileTheBrokerIsAwayNothingIsPromised() {
        Signed.sale(sale("before")).statusCode(202);
        Servers.run("stop", "rabbitmq");
        try {
            awaitHealth(503);
            Signed.sale(sale("during")).statusCode(503).header("Retry-After", is("5"));
            RestAssured.get("/q/health/well").then().statusCode(503).body("checks.name", contains("RabbitMQ"));
            RestAssured.get("/q/health/ready").then().statusCode(200);
            RestAssured.get("/q/health/live").then().statusCode(200);
        } finally {
            Servers.run("start", "rabbitmq");
        }
        awaitHealth(200);
        broker = TestBroker.of("webhook");
        Signed.sale(sale("after")).statusCode(202);
        assertThat(sales(broker.drain(SALES)))
                .extracting(SaleRecorded::transactionId)
                .contains("before", "after")
                .doesNotContain("during");
    }

    private static void awaitHealth(int status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .until(() ->
                        RestAssured.get("/volunteer_scheduler/webhooks/health").statusCode() == status);
    }

    private static String sale(String transactionId) {
        return "{\"user_id\":5,\"amount\":1,\"transaction_id\":\"" + transactionId + "\"}";
    }
}
