// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission;

import io.quarkus.test.junit.QuarkusTest;
import org.volunteerscheduler.platform.test.MetricsContract;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("commission")
class MetricsTest extends MetricsContract {

    MetricsTest() {
        super("commission");
    }
}
