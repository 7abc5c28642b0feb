// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The fault test in a minute; dev/chaos is the long one. */
class ChaosIT {

    @Test
    void whateverBreaksEveryAcceptedSaleIsSettledOnce() {
        List<Check> checks = ChaosRun.of(ChaosPlan.brief());
        assertThat(checks).isNotEmpty().allMatch(Check::holds);
    }
}
