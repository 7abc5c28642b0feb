// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier;

import io.quarkus.test.junit.QuarkusTest;
import org.volunteerscheduler.platform.test.AccessContract;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("multiplier")
class AccessTest extends AccessContract {

    AccessTest() {
        super(
                "multipliers",
                Door.of("GET", "/volunteer_scheduler/multipliers/runs", "\"items\"", "operator", "viewer", "scheduler"),
                Door.of("POST", "/volunteer_scheduler/multipliers/runs", "\"violations\"", "operator", "scheduler"),
                Door.of(
                        "GET",
                        "/volunteer_scheduler/multipliers/runs/{id}",
                        "\"violations\"",
                        "operator",
                        "viewer",
                        "scheduler"),
                Door.of("GET", "/volunteer_scheduler/multipliers/{user_id}", "\"violations\"", "operator", "viewer"));
    }
}
