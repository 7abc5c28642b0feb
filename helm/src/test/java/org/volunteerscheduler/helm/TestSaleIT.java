// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.volunteerscheduler.platform.test.PackagedService;
import org.volunteerscheduler.platform.test.TestBroker;

/** What {@code helm test} does, against the services as they are shipped. */
class TestSaleIT {

    private static final String VIRTUAL_HOST = "test-sale";
    private static final String SCRIPT = "test-sale.sh";

    private static final ChartSecrets SECRETS = new ChartSecrets(21);

    private static TestBroker broker;
    private static PackagedService webhooks;
    private static PackagedService commissions;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws SQLException {
        broker = TestBroker.fresh(VIRTUAL_HOST);
        SECRETS.createUsers(VIRTUAL_HOST, "commission");
        webhooks = PackagedService.start("webhook", VIRTUAL_HOST, SECRETS.asFromFiles(SECRETS.ofService("webhook")));
        commissions =
                PackagedService.start("commission", VIRTUAL_HOST, SECRETS.asFromFiles(SECRETS.ofService("commission")));
        webhooks.awaitReady();
        commissions.awaitReady();
    }

    @AfterAll
    static void stop() {
        webhooks.close();
        commissions.close();
        broker.close();
    }

    @Test
    void whereAllIsConnectedItSucceedsAsOftenAsOneLikes() {
        for (int i = 0; i < 2; i++) {
            Script script = run(Map.of());
            assertThat(script.output())
                    .contains("a wrongly signed sale is refused: 401", "accepted: 202", "read back: 200", "settled");
            assertThat(script.exitCode()).isZero();
        }
    }

    @Test
    void theOldSecretsHoldToo() {
        Script script = run(Map.of(
                "SCICENT_WEBHOOK_SECRET", SECRETS.original("old-scicent"),
                "DECIDIM_WEBHOOK_SECRET", " \n,\t" + SECRETS.original("old-decidim") + " \n",
                "VIEWER_PASSWORD", SECRETS.original("viewer")));
        assertThat(script.output()).contains("settled");
        assertThat(script.exitCode()).isZero();
    }

    @Test
    void withAnotherSecretThanTheServicesItFails() {
        Script script = run(Map.of("SCICENT_WEBHOOK_SECRET", "another"));
        assertThat(script.output()).contains("✗ a rightly signed sale is accepted: 401 instead of 202");
        assertThat(script.exitCode()).isEqualTo(1);
    }

    @Test
    void withAnotherPasswordItFails() {
        Script script = run(Map.of("VIEWER_PASSWORD", "another"));
        assertThat(script.output()).contains("✗ the sale is read back: 401");
        assertThat(script.exitCode()).isEqualTo(1);
    }

    @Test
    void whereNobodyAnswersItFails() {
        Script script = run(Map.of("WEBHOOK_URL", "http://127.0.0.1:9", "TIMEOUT_SECONDS", "2"));
        assertThat(script.output()).contains("000 instead of 401");
        assertThat(script.exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 63, 64, 65, 100})
    void itsSignatureIsThatOfTheStandardForEveryLengthOfSecret(int length) throws Exception {
        String secret = "%s\\ä\"'` $x".repeat(length).substring(0, length);
        Path body = Files.writeString(folder.resolve("body"), "{\"user_id\":1}\n\0é");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(Script.run(SCRIPT, Map.of(), secret, body.toString())
                        .output()
                        .strip())
                .isEqualTo(HexFormat.of().formatHex(mac.doFinal(Files.readAllBytes(body))));
    }

    private static Script run(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "WEBHOOK_URL",
                "http://127.0.0.1:" + webhooks.port(),
                "COMMISSION_URL",
                "http://127.0.0.1:" + commissions.port(),
                "VOLUNTEER_ID",
                "9000000000000000001",
                "TIMEOUT_SECONDS",
                "20"));
        environment.putAll(SECRETS.asFromFiles(SECRETS.ofTest()));
        environment.putAll(more);
        return Script.run(SCRIPT, environment);
    }
}
