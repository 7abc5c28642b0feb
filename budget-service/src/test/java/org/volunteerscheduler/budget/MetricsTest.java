// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget;

import io.quarkus.test.junit.QuarkusTest;
import org.volunteerscheduler.platform.test.MetricsContract;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("budget")
class MetricsTest extends MetricsContract {

    MetricsTest() {
        super("budget");
    }
}
