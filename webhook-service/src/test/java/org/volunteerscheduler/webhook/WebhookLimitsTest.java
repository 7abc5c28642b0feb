package org.volunteerscheduler.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.platform.test.RealServers;

/** What an installation may limit. */
@QuarkusTest
@TestProfile(WebhookLimitsTest.Limited.class)
@QuarkusTestResource(
        value = RealServers.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "service", value = "webhook"))
class WebhookLimitsTest {

    public static class Limited implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("volunteer-scheduler.webhook.rate", "20", "scicent.webhook.tolerance", "PT5M");
        }
    }

    @Test
    void aSaleOfAnotherTimeIsRefused() {
        for (Instant wrong :
                new Instant[] {Instant.now().minusSeconds(400), Instant.now().plusSeconds(400)}) {
            Signed.sale("{\"user_id\":5,\"amount\":1,\"transaction_id\":\"t\",\"timestamp\":\"" + wrong + "\"}")
                    .statusCode(400)
                    .body("violations.field", contains("timestamp"));
        }
    }

    @Test
    void whoComesTooOftenIsAskedToComeBack() {
        boolean refused = false;
        for (int i = 0; i < 500 && !refused; i++) {
            var answer = Signed.facts("volunteers", "{}");
            if (answer.extract().statusCode() == 429) {
                answer.header("Retry-After", is("1"));
                refused = true;
            }
        }
        assertThat(refused).isTrue();
    }
}
