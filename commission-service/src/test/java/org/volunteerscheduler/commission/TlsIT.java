// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.platform.test.Authority;
import org.volunteerscheduler.platform.test.PackagedService;
import org.volunteerscheduler.platform.test.Proxy;
import org.volunteerscheduler.platform.test.Servers;
import org.volunteerscheduler.platform.test.TestBroker;

/** The database and the broker behind TLS; whoever can't prove who they are is not talked to. */
class TlsIT {

    private static final String HOST = "commission-tls";

    private static Authority ours;
    private static Authority unknown;

    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void certify() {
        ours = new Authority();
        unknown = new Authority();
        TestBroker.fresh(HOST).close();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void verifiedServersAreWorkedWith() throws IOException {
        Proxy rabbitMq = opened(ours.rabbitMq("localhost"));
        Map<String, String> settings = postgres(ours, "localhost", "verify-full");
        settings.put("POSTGRES_CA_FILE", ours.pem());
        settings.put("RABBITMQ_TLS", "true");
        settings.put("RABBITMQ_CA_FILE", ours.pem());
        settings.put("RABBITMQ_HOST", "localhost");
        settings.put("RABBITMQ_PORT", String.valueOf(rabbitMq.port()));
        PackagedService service = start(settings).awaitReady();
        RestAssured.port = service.port();
        World world = opened(new World(TestBroker.of(HOST)));
        world.chain(2, 1);
        world.send(world.sale("encrypted", 2, "10"));
        assertThat(World.amounts(world.await("encrypted", "settled"))).containsExactly("1.00");
    }

    @Test
    void aCertificateForAnotherHostIsEnoughForVerifyCaAlone() throws IOException {
        Map<String, String> settings = postgres(ours, "elsewhere.example", "verify-ca");
        settings.put("POSTGRES_CA_FILE", ours.pem());
        PackagedService service = start(settings).awaitReady();
        RestAssured.port = service.port();
        assertThat(RestAssured.given()
                        .auth()
                        .preemptive()
                        .basic("viewer", Servers.password("viewer"))
                        .get("/volunteer_scheduler/sales")
                        .statusCode())
                .isEqualTo(200);

        settings.put("POSTGRES_SSL_MODE", "verify-full");
        assertThat(refusal(settings)).contains("not started: ", "localhost");
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsRefused() throws IOException {
        Map<String, String> settings = postgres(ours, "localhost", "verify-ca");
        settings.put("POSTGRES_CA_FILE", unknown.pem());
        assertThat(refusal(settings)).contains("not started: ");
    }

    @Test
    void requiredEncryptionIsHadWithAnyCertificateAndNeverDoneWithout() throws IOException {
        assertThat(start(postgres(unknown, "elsewhere.example", "require"))
                        .awaitReady()
                        .port())
                .isPositive();
        assertThat(refusal(new HashMap<>(Map.of("POSTGRES_SSL_MODE", "require"))))
                .contains("not started: ", "does not support SSL");
    }

    private Map<String, String> postgres(Authority authority, String certifiedFor, String sslMode) throws IOException {
        Proxy postgres = opened(authority.postgres(certifiedFor));
        return new HashMap<>(Map.of(
                "POSTGRES_HOST",
                "localhost",
                "POSTGRES_PORT",
                String.valueOf(postgres.port()),
                "POSTGRES_SSL_MODE",
                sslMode));
    }

    private String refusal(Map<String, String> settings) {
        settings.put("QUARKUS_FLYWAY_CONNECT_RETRIES", "0");
        return start(settings).awaitRefusal();
    }

    private PackagedService start(Map<String, String> settings) {
        return opened(PackagedService.start("commission", HOST, settings));
    }

    private <T extends AutoCloseable> T opened(T each) {
        open.add(each);
        return each;
    }
}
