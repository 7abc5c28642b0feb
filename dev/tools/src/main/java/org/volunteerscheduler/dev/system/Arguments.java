// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

import java.util.Iterator;
import java.util.List;

/** The command line, word by word. */
public final class Arguments {

    private final Iterator<String> words;
    private String word = "";

    public Arguments(String... words) {
        this.words = List.of(words).iterator();
    }

    public boolean hasNext() {
        return words.hasNext();
    }

    public String next() {
        word = words.next();
        return word;
    }

    /** What belongs to the option that was read last. */
    public String value() {
        if (!words.hasNext()) {
            throw new Failure(word + " needs a value; see --help");
        }
        return words.next();
    }

    /** As {@link #value}, a whole number within these limits. */
    public long number(long min, long max) {
        String value = words.hasNext() ? words.next() : "";
        try {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new Failure(word + " needs a whole number from " + min + " to " + max + ", not '" + value + "'");
    }

    /** For a word that nobody knows. */
    public Failure unknown() {
        return new Failure("unknown argument '" + word + "'; see --help");
    }
}
