package org.volunteerscheduler.dev.chaos;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.volunteerscheduler.dev.Failure;

/** The fault test: breaks a running installation under load, again and again, and counts every token at the end. */
public final class Chaos {

    private static final String USAGE = "Usage: Chaos [--minutes N] [--seed N] [--rate SALES_PER_SECOND]\n";

    private Chaos() {}

    public static void main(String[] arguments) {
        int code;
        try {
            code = run(arguments);
        } catch (Failure e) {
            System.err.println("Chaos: " + e.getMessage());
            code = 1;
        } catch (InterruptedException e) {
            code = 130;
        }
        // Not a return: the clients' threads must not keep a failed run alive.
        System.exit(code);
    }

    private static int run(String[] arguments) throws InterruptedException {
        int minutes = 10;
        int salesPerSecond = 20;
        long seed = ThreadLocalRandom.current().nextInt(1, 1_000_000);
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--help", "-h" -> {
                    System.out.print(USAGE);
                    return 0;
                }
                case "--minutes" -> minutes = (int) number(arguments, i++, 1, 24 * 60);
                case "--rate" -> salesPerSecond = (int) number(arguments, i++, 1, 1_000);
                case "--seed" -> seed = number(arguments, i++, 0, Long.MAX_VALUE);
                default -> throw new Failure("unknown argument '" + arguments[i] + "'; see --help");
            }
        }
        List<Check> checks = ChaosRun.of(ChaosPlan.full(seed, minutes, salesPerSecond));
        long broken = checks.stream().filter(check -> !check.holds()).count();
        if (broken > 0) {
            System.out.printf(
                    "%n✗ %d of %d checks failed. Again: dev/chaos --minutes %d --seed %d --rate %d%n",
                    broken, checks.size(), minutes, seed, salesPerSecond);
            return 1;
        }
        System.out.printf("%n✓ All %d checks passed: nothing lost, nothing twice.%n", checks.size());
        return 0;
    }

    private static long number(String[] arguments, int option, long least, long most) {
        String text = option + 1 < arguments.length ? arguments[option + 1] : "";
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new Failure(arguments[option] + " needs a number from " + least + " to " + most + ", not '" + text + "'");
    }
}
