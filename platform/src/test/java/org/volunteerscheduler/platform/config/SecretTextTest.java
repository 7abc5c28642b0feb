// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.volunteerscheduler.platform.test.HostileSecrets;

class SecretTextTest {

    private static final int SECRETS = 100;

    @ParameterizedTest
    @CsvSource({
        "POSTGRES_PASSWORD, postgres.password",
        "POSTGRES_PASSWORD, quarkus.datasource.password",
        "POSTGRES_USERNAME, quarkus.datasource.username",
        "RABBITMQ_PASSWORD, rabbitmq.password",
        "RABBITMQ_USERNAME, rabbitmq.username",
        "VOLUNTEER_SCHEDULER_SCHEDULER_PASSWORD, volunteer-scheduler.scheduler-password",
        "SCICENT_WEBHOOK_SECRET, scicent.webhook.secret",
        "DECIDIM_WEBHOOK_SIGNING_SECRET, decidim.webhook.signing-secret",
        "SCICENT_API_KEY, scicent.api.key"
    })
    void whatItSaysIsWhatItIs(String variable, String property) {
        HostileSecrets secrets = new HostileSecrets(7);
        for (int i = 0; i < SECRETS; i++) {
            String secret = secrets.next();
            assertThat(config(variable, secrets.wrapped(secret))
                            .getConfigValue(property)
                            .getValue())
                    .isEqualTo(secret);
        }
    }

    @Test
    void everyOtherSettingMayBeAnExpression() {
        assertThat(config("POSTGRES_HOST", "db.${postgres.database}")
                        .getConfigValue("postgres.host")
                        .getValue())
                .isEqualTo("db.rewards");
    }

    @Test
    void spaceThatIsNotAsciiIsPartOfIt() {
        assertThat(SecretText.cut("\u00A0 a \u3000")).isEqualTo("\u00A0 a \u3000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\tb", "a\0b", "\u0007", "a\u007Fb", "a\u0085b", "a\uFFFDb"})
    void whatNobodyCanTypeIsRefused(String secret) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Secret().convert(secret))
                .withMessageStartingWith("must ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Secret.Rotated.Reader().convert("old, " + secret))
                .withMessageStartingWith("must ");
    }

    @Test
    void severalAreReadWhileTheyAreRotated() {
        HostileSecrets secrets = new HostileSecrets(8);
        for (int i = 0; i < SECRETS; i++) {
            String one = secrets.next();
            String other = secrets.next();
            assertThat(new Secret.Rotated.Reader()
                            .convert(secrets.wrapped(one) + "," + secrets.wrapped("") + "," + secrets.wrapped(other))
                            .secrets())
                    .isEqualTo(List.of(one, other));
        }
        assertThat(new Secret.Rotated.Reader().convert(" ,\n,")).isNull();
    }

    private static SmallRyeConfig config(String variable, String value) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredInterceptors()
                .withSources(new EnvConfigSource(Map.of(variable, value, "POSTGRES_DATABASE", "rewards"), 300))
                .build();
    }
}
