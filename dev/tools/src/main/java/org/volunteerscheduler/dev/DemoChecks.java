package org.volunteerscheduler.dev;

import java.io.PrintStream;

/** Says of each expectation whether it was met, and in the end of all. */
final class DemoChecks {

    private final PrintStream out;
    private int met;
    private int missed;

    DemoChecks(PrintStream out) {
        this.out = out;
    }

    /** @param found what there was instead; shown only if the expectation was missed */
    void check(String expectation, boolean asExpected, Object found) {
        if (asExpected) {
            met++;
            out.println("  ✓ " + expectation);
        } else {
            missed++;
            out.println("  ✗ " + expectation);
            out.println("      found: " + found);
        }
    }

    boolean conclude() {
        out.println();
        out.println(
                missed == 0
                        ? "✓ All " + met + " checks passed: everybody earned exactly what the rules say."
                        : "✗ " + missed + " of " + (met + missed) + " checks failed; see ✗ above.");
        return missed == 0;
    }
}
