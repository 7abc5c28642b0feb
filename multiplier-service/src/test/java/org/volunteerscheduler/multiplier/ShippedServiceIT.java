// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.volunteerscheduler.platform.test.ShippedService;

class ShippedServiceIT extends ShippedService {

    ShippedServiceIT() {
        super("multiplier");
    }

    @ParameterizedTest
    @CsvSource({
        "POSTGRES_PASSWORD=, is missing",
        "POSTGRES_PORT=0, must be a whole number from 1 to 65535",
        "VOLUNTEER_SCHEDULER_MULTIPLIER_PART_SIZE=0, must be above 0",
        "VOLUNTEER_SCHEDULER_SCHEDULER_PASSWORD=, is missing"
    })
    void aWrongValueStopsTheStartInOneLineThatNamesIt(String setting, String reason) {
        refuses(setting, reason);
    }
}
