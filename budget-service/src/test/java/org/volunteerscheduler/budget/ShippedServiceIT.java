// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.volunteerscheduler.platform.test.ShippedService;

class ShippedServiceIT extends ShippedService {

    ShippedServiceIT() {
        super("budget");
    }

    @ParameterizedTest
    @CsvSource({
        "POSTGRES_PASSWORD=, is missing",
        "POSTGRES_PORT=0, must be a whole number from 1 to 65535",
        "VOLUNTEER_SCHEDULER_DAILY_BUDGET=0, above 0",
        "VOLUNTEER_SCHEDULER_WEEKLY_BUDGET_CRON=sometimes, must be a cron expression",
        "VOLUNTEER_SCHEDULER_SCHEDULER_PASSWORD=, is missing"
    })
    void aWrongValueStopsTheStartInOneLineThatNamesIt(String setting, String reason) {
        refuses(setting, reason);
    }
}
