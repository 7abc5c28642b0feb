// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import static org.volunteerscheduler.dev.system.Console.OUT;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.volunteerscheduler.dev.system.Arguments;
import org.volunteerscheduler.dev.system.Tool;

/** The fault test: breaks a running installation under load, again and again, and counts every token at the end. */
public final class Chaos {

    private static final int DEFAULT_MINUTES = 10;
    private static final int DEFAULT_SALES_PER_SECOND = 20;

    private Chaos() {}

    public static void main(String[] arguments) {
        Tool.run("Chaos", arguments, Chaos::run);
    }

    private static int run(Arguments arguments) {
        int minutes = DEFAULT_MINUTES;
        int salesPerSecond = DEFAULT_SALES_PER_SECOND;
        long seed = ThreadLocalRandom.current().nextInt(1, 1_000_000);
        while (arguments.hasNext()) {
            switch (arguments.next()) {
                case "--minutes" -> minutes = (int) arguments.number(1, 24 * 60);
                case "--rate" -> salesPerSecond = (int) arguments.number(1, 1_000);
                case "--seed" -> seed = arguments.number(0, Long.MAX_VALUE);
                default -> throw arguments.unknown();
            }
        }
        List<Check> checks = ChaosRun.of(ChaosPlan.full(seed, minutes, salesPerSecond));
        long broken = checks.stream().filter(check -> !check.holds()).count();
        if (broken > 0) {
            OUT.printf(
                    "%n✗ %d of %d checks failed. Again: dev/chaos --minutes %d --seed %d --rate %d%n",
                    broken, checks.size(), minutes, seed, salesPerSecond);
            return 1;
        }
        OUT.printf("%n✓ All %d checks passed: nothing lost, nothing twice.%n", checks.size());
        return 0;
    }
}
