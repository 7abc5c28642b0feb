// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.volunteerscheduler.platform.test.ShippedService;

class ShippedServiceIT extends ShippedService {

    ShippedServiceIT() {
        super("webhook");
    }

    private static final String SECRETS =
            " SCICENT_WEBHOOK_SECRET=a-secret-of-scicent DECIDIM_WEBHOOK_SECRET=a-secret-of-decidim";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RABBITMQ_PORT=99999|must be a whole number from 1 to 65535",
                "RABBITMQ_PORT=amqp|must be a whole number from 1 to 65535",
                "RABBITMQ_USERNAME=|is missing",
                "RABBITMQ_PASSWORD=|is missing",
                "RABBITMQ_CONFIRM_TIMEOUT=0s|must be a duration above 0",
                "RABBITMQ_HEARTBEAT=0.5s|must be at least PT1S",
                "RABBITMQ_CA_FILE=/nowhere RABBITMQ_TLS=true|can't be read",
                "RABBITMQ_CA_FILE=/nowhere RABBITMQ_TLS=false|is looked at with RABBITMQ_TLS=true only",
                "VOLUNTEER_SCHEDULER_QUEUE_TYPE=fast|must be one of",
                "VOLUNTEER_SCHEDULER_WEBHOOK_RATE=-1|must be a whole number from 0",
                "SCICENT_WEBHOOK_TOLERANCE=5x|must be a duration above 0",
                "QUARKUS_HTTP_PORT=http|Expected an integer value"
            })
    void aWrongValueStopsTheStartInOneLineThatNamesIt(String settings, String reason) {
        refuses(settings + SECRETS, reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SCICENT_WEBHOOK_SECRET= DECIDIM_WEBHOOK_SECRET=a-secret-of-decidim|is missing",
                "DECIDIM_WEBHOOK_SECRET=,, SCICENT_WEBHOOK_SECRET=a-secret-of-scicent|is missing"
            })
    void aMissingSecretStopsTheStart(String settings, String reason) {
        refuses(settings, reason);
    }

    @Test
    void secretsThatCannotBeUsedStopTheStartInOneLineThatNamesThem() {
        refusesUnusable("SCICENT_WEBHOOK_SECRET", "DECIDIM_WEBHOOK_SECRET", "RABBITMQ_USERNAME", "RABBITMQ_PASSWORD");
    }
}
