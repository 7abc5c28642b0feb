// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.measure;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * The same piece of work, again and again.
 *
 * @param usage of all rounds together
 */
public record Rounds(int count, Usage usage) {

    /** At least one, and as many as it takes until they have lasted for so long. */
    public static Rounds lasting(Duration duration, Supplier<Usage> round) {
        Rounds rounds = new Rounds(0, Usage.NONE);
        do {
            rounds = new Rounds(rounds.count + 1, rounds.usage.plus(round.get()));
        } while (rounds.usage.seconds() < duration.toMillis() / 1e3);
        return rounds;
    }

    public double secondsEach() {
        return usage.seconds() / count;
    }
}
