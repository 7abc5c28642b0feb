// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget;

import io.quarkus.test.junit.QuarkusTest;
import org.volunteerscheduler.platform.test.AccessContract;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("budget")
class AccessTest extends AccessContract {

    AccessTest() {
        super(
                "budgets",
                Door.of("GET", "/volunteer_scheduler/budgets/runs", "\"items\"", "operator", "viewer", "scheduler"),
                Door.of("POST", "/volunteer_scheduler/budgets/runs", "\"violations\"", "operator", "scheduler"),
                Door.of(
                        "GET",
                        "/volunteer_scheduler/budgets/runs/{id}",
                        "\"violations\"",
                        "operator",
                        "viewer",
                        "scheduler"),
                Door.of(
                        "GET",
                        "/volunteer_scheduler/budgets/runs/{id}/allocations",
                        "\"violations\"",
                        "operator",
                        "viewer",
                        "scheduler"),
                Door.of(
                        "POST",
                        "/volunteer_scheduler/budgets/runs/backfill",
                        "\"violations\"",
                        "operator",
                        "scheduler"),
                Door.of(
                        "GET",
                        "/volunteer_scheduler/budgets/calendar",
                        "\"violations\"",
                        "operator",
                        "viewer",
                        "scheduler"),
                Door.of("POST", "/volunteer_scheduler/budgets/preview", "\"violations\"", "operator"));
    }
}
