// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.demo;

import static org.volunteerscheduler.dev.system.Console.OUT;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.volunteerscheduler.dev.system.Answer;

/** Tells of each expectation whether it was met, and at the end of all. */
final class Checks {

    private int met;
    private int missed;

    /** @param found what there was instead; shown only if the expectation was missed */
    void check(String expectation, boolean asExpected, Object found) {
        if (asExpected) {
            met++;
            OUT.println("  ✓ " + expectation);
        } else {
            missed++;
            OUT.println("  ✗ " + expectation);
            OUT.println("      found: " + found);
        }
    }

    /** A 202 of the webhook: from now on the message is the broker's to keep. */
    void accepted(String what, Answer answer) {
        check(what + ": 202, kept by the broker", answer.status() == 202, answer);
    }

    /** The same number, whatever its scale. */
    static boolean equal(BigDecimal expected, JsonNode found) {
        return found.isNumber() && expected.compareTo(found.decimalValue()) == 0;
    }

    boolean conclude() {
        OUT.println();
        OUT.println(
                missed == 0
                        ? "✓ All " + met + " checks passed: everybody earned exactly what the rules say."
                        : "✗ " + missed + " of " + (met + missed) + " checks failed; see ✗ above.");
        return missed == 0;
    }
}
