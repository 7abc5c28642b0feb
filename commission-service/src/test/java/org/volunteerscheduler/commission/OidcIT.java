// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.volunteerscheduler.platform.test.OidcProvider;
import org.volunteerscheduler.platform.test.PackagedService;
import org.volunteerscheduler.platform.test.Servers;
import org.volunteerscheduler.platform.test.TestBroker;

/** Bearer tokens of an identity provider, beside the users of HTTP Basic. */
class OidcIT {

    private static final String LIST = "/volunteer_scheduler/sales";
    private static final String REDRIVE = "/volunteer_scheduler/commissions/dead_letters/redrive";
    private static final String HOST = "commission-oidc";

    private static OidcProvider provider;
    private static PackagedService service;

    @BeforeAll
    static void start() throws IOException {
        TestBroker.fresh(HOST).close();
        provider = new OidcProvider();
        service = PackagedService.start("commission", HOST, provider.settings()).awaitReady();
        RestAssured.port = service.port();
    }

    @AfterAll
    static void stop() {
        service.close();
        provider.close();
    }

    @ParameterizedTest
    @CsvSource({"operator, 200, 200", "viewer, 200, 403", "scheduler, 403, 403", "stranger, 403, 403"})
    void theRolesOfATokenSayWhatItsBearerMayDo(String role, int read, int change) {
        String token = provider.sign(provider.claims("ada", role));
        assertThat(get(token)).isEqualTo(read);
        assertThat(given().auth().oauth2(token).post(REDRIVE).statusCode()).isEqualTo(change);
    }

    @Test
    void aTokenWithoutRolesMayNothing() {
        assertThat(get(provider.sign(provider.claims("ada")))).isEqualTo(403);
    }

    @Test
    void aTokenOfAnotherKeyIssuerAudienceOrTimeIsNone() {
        assertThat(get(provider.forge(provider.claims("ada", "operator")))).isEqualTo(401);
        assertThat(get(provider.unsigned(provider.claims("ada", "operator")))).isEqualTo(401);
        assertThat(get(provider.sign(with("iss", "https://somebody.example")))).isEqualTo(401);
        assertThat(get(provider.sign(with("aud", "another-service")))).isEqualTo(401);
        assertThat(get(provider.sign(with("aud", null)))).isEqualTo(401);
        assertThat(get(provider.sign(with("exp", Instant.now().minusSeconds(60).getEpochSecond()))))
                .isEqualTo(401);
        assertThat(get("no.token.atall")).isEqualTo(401);
    }

    @Test
    void theUsersOfHttpBasicAreLetInAsWell() {
        assertThat(basic(Servers.password("viewer"))).isEqualTo(200);
        assertThat(basic("wrong")).isEqualTo(401);
        assertThat(given().get(LIST).statusCode()).isEqualTo(401);
    }

    @Test
    void theAuditLogHasTheNameOfTheBearer() {
        given().auth()
                .oauth2(provider.sign(provider.claims("ada", "operator")))
                .delete("/volunteer_scheduler/commissions/dead_letters/none-of-this-name")
                .then()
                .statusCode(404);
        Awaitility.await().until(() -> service.output()
                .lines()
                .anyMatch(line -> line.contains("\"who\":\"ada\"") && line.contains("none-of-this-name")));
    }

    private static Map<String, Object> with(String claim, Object value) {
        Map<String, Object> claims = provider.claims("ada", "operator");
        claims.put(claim, value);
        claims.values().removeIf(Objects::isNull);
        return claims;
    }

    private static int get(String token) {
        return given().auth().oauth2(token).get(LIST).statusCode();
    }

    private static int basic(String password) {
        return given().auth().preemptive().basic("viewer", password).get(LIST).statusCode();
    }
}
