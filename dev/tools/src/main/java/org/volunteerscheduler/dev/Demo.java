package org.volunteerscheduler.dev;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Shows what the system is for: a small world of volunteers, signed sales through the public door, who earned what and
 * why, a multiplier run and a weekly budget. Exits with 0 only if every figure was exactly as expected.
 *
 * <p>May be run again and again against the same services: every run has volunteers and transactions of its own.
 */
public final class Demo {

    private Demo() {}

    public static void main(String[] arguments) {
        // UTF-8 whatever the locale, since ✓ and × are part of what is shown.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        int code;
        try {
            DemoChecks checks = new DemoChecks(out);
            DemoClient client = new DemoClient();
            Instant start = Instant.now();
            new DemoStory(client, start, checks, out).tell();
            new MultiplierStory(client, start, checks, out).tell();
            new BudgetStory(client, start, checks, out).tell();
            code = checks.conclude() ? 0 : 1;
        } catch (Failure e) {
            System.err.println("Demo: " + e.getMessage());
            code = 1;
        }
        System.exit(code);
    }
}
