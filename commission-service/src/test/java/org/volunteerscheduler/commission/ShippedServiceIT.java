// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.volunteerscheduler.platform.test.ShippedService;

class ShippedServiceIT extends ShippedService {

    ShippedServiceIT() {
        super("commission");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POSTGRES_PASSWORD=|is missing",
                "POSTGRES_PORT=99999|must be a whole number from 1 to 65535",
                "POSTGRES_SSL_MODE=on|must be one of",
                "POSTGRES_SSL_MODE=verify-full|needs POSTGRES_CA_FILE",
                "POSTGRES_CA_FILE=pom.xml POSTGRES_SSL_MODE=verify-full|is no file of certificates",
                "POSTGRES_CA_FILE=/nowhere POSTGRES_SSL_MODE=require|is looked at with POSTGRES_SSL_MODE verify-ca",
                "POSTGRES_PASSWORD=wrong QUARKUS_FLYWAY_CONNECT_RETRIES=0|password authentication failed",
                "RABBITMQ_TLS=yes|must be true or false",
                "RABBITMQ_CA_FILE=pom.xml RABBITMQ_TLS=true|is no file of certificates",
                "VOLUNTEER_SCHEDULER_OPERATOR_PASSWORD=|is missing",
                "VOLUNTEER_SCHEDULER_RETRY_DELAYS=10s,abc|must be a duration above 0",
                "VOLUNTEER_SCHEDULER_RETRY_CHECK=-1s|must be a duration above 0",
                "VOLUNTEER_SCHEDULER_COMMISSION_RATES=0.10,-0.08|must be a decimal number, 0 or above",
                "VOLUNTEER_SCHEDULER_COMMISSION_RATES=0.9,0.2|must not exceed 1",
                "VOLUNTEER_SCHEDULER_MIN_COMMISSION=-0.01|must be a decimal number, 0 or above",
                "VOLUNTEER_SCHEDULER_MAX_MULTIPLIER=three|must be a decimal number, 0 or above",
                "VOLUNTEER_SCHEDULER_COMMISSION_MULTIPLIER=on|must be true or false",
                "VOLUNTEER_SCHEDULER_CHAIN_WAIT=tomorrow|must be a duration above 0",
                "VOLUNTEER_SCHEDULER_WAITING_SALES_CHECK=0s|must be a duration above 0",
                "QUARKUS_OIDC_AUTH_SERVER_URL=nonsense|must be an http or https address",
                "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT=nonsense|must be an http or https address"
            })
    void aWrongValueStopsTheStartInOneLineThatNamesIt(String settings, String reason) {
        refuses(settings, reason);
    }

    @Test
    void secretsThatCannotBeUsedStopTheStartInOneLineThatNamesThem() {
        refusesUnusable(
                "POSTGRES_PASSWORD",
                "RABBITMQ_PASSWORD",
                "POSTGRES_USERNAME",
                "VOLUNTEER_SCHEDULER_VIEWER_PASSWORD",
                "RABBITMQ_USERNAME",
                "VOLUNTEER_SCHEDULER_OPERATOR_PASSWORD",
                "VOLUNTEER_SCHEDULER_SCHEDULER_PASSWORD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LATIN1", "SQL_ASCII"})
    void aDatabaseThatIsNotUtf8StopsTheStart(String encoding) {
        refusesDatabaseIn(encoding);
    }
}
