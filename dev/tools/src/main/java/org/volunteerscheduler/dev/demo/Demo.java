// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.demo;

import java.time.Instant;
import org.volunteerscheduler.dev.system.Arguments;
import org.volunteerscheduler.dev.system.Tool;

/**
 * Shows what the system is for: a few volunteers, signed sales through the webhook, who earned what and why, a
 * refund, a multiplier run and a weekly budget. The exit code is 0 only if every figure was exactly as expected.
 *
 * <p>May be run again and again against the same services: every run has volunteers and transactions of its own.
 */
public final class Demo {

    private Demo() {}

    public static void main(String[] arguments) {
        Tool.run("Demo", arguments, Demo::run);
    }

    private static int run(Arguments arguments) {
        if (arguments.hasNext()) {
            arguments.next();
            throw arguments.unknown();
        }
        Checks checks = new Checks();
        DemoClient client = new DemoClient();
        Instant start = Instant.now();
        new SaleScenario(client, start, checks).play();
        new RefundScenario(client, start, checks).play();
        new MultiplierScenario(client, start, checks).play();
        new BudgetScenario(client, start, checks).play();
        return checks.conclude() ? 0 : 1;
    }
}
