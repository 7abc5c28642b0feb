// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalToIgnoringCase;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.platform.test.AccessContract;
import org.volunteerscheduler.platform.test.Servers;
import org.volunteerscheduler.platform.test.ServiceTest;

/** What somebody meets who has no business here, and what nobody is shown. */
@QuarkusTest
@ServiceTest("commission")
class AccessTest extends AccessContract {

    private final World world = new World();

    @Inject
    Pool database;

    AccessTest() {
        super(
                "commissions",
                Door.of("GET", "/volunteer_scheduler/sales", "\"items\"", "operator", "viewer"),
                Door.of("POST", "/volunteer_scheduler/sales", "\"violations\"", "operator"),
                Door.of("POST", "/volunteer_scheduler/sales/preview", "\"violations\"", "operator"),
                Door.of("GET", "/volunteer_scheduler/sales/{transaction_id}", "No sale", "operator", "viewer"),
                Door.of("GET", "/volunteer_scheduler/refunds", "\"items\"", "operator", "viewer"),
                Door.of("GET", "/volunteer_scheduler/refunds/{refund_id}", "No refund", "operator", "viewer"),
                Door.of("GET", "/volunteer_scheduler/commissions", "\"violations\"", "operator", "viewer"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whoeverIsNotLetInIsToldSo() {
        given().get("/volunteer_scheduler/sales")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", equalToIgnoringCase("basic realm=\"volunteer-scheduler\""));
        given().auth()
                .preemptive()
                .basic("viewer", Servers.password("viewer"))
                .post("/volunteer_scheduler/sales")
                .then()
                .statusCode(403);
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() {
        for (Response answer :
                List.of(World.get("sales"), given().get("/volunteer_scheduler/sales"), given().get("/q/metrics"))) {
            answer.then()
                    .header("X-Content-Type-Options", "nosniff")
                    .header("X-Frame-Options", "DENY")
                    .header("Referrer-Policy", "no-referrer")
                    .header("Cache-Control", "no-store")
                    .header("Strict-Transport-Security", startsWith("max-age="));
        }
    }

    @Test
    void largeBodiesAndHeadersAreRefused() {
        World.post("sales", " ".repeat(2 * 1024 * 1024)).then().statusCode(413);
        given().header("X-Padding", "x".repeat(20_000))
                .get("/volunteer_scheduler/sales")
                .then()
                .statusCode(431);
    }

    @Test
    void ourOwnFaultIsLoggedWithAnIdAndNotShown() {
        List<LogRecord> logged = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger("org.volunteerscheduler.platform.http");
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(listener);
        execute("alter table ledger_entry rename to ledger_entry_gone");
        try {
            String answer = World.get("commissions?user_id=1")
                    .then()
                    .statusCode(500)
                    .contentType("application/problem+json")
                    .body("instance", startsWith("urn:uuid:"))
                    .extract()
                    .asString();
            assertThat(answer).doesNotContain("Exception", "ledger_entry", "select", "\tat ", "io.vertx");
            String id = answer.replaceFirst("(?s).*(urn:uuid:[-0-9a-f]+).*", "$1");
            assertThat(logged).anySatisfy(line -> {
                assertThat(line.getMessage()
                                + List.of(line.getParameters() == null ? new Object[0] : line.getParameters()))
                        .contains(id);
                assertThat(line.getThrown()).isNotNull();
            });
        } finally {
            execute("alter table ledger_entry_gone rename to ledger_entry");
            logger.removeHandler(listener);
        }
    }

    private void execute(String statement) {
        database.query(statement).executeAndAwait();
    }
}
