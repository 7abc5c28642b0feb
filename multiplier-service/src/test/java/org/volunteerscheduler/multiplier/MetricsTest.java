// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier;

import io.quarkus.test.junit.QuarkusTest;
import org.volunteerscheduler.platform.test.MetricsContract;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("multiplier")
class MetricsTest extends MetricsContract {

    MetricsTest() {
        super("multiplier");
    }
}
