// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Secrets of characters that mean something to somebody on their way: shells, YAML, expressions, URLs, SQL, curl. */
public final class HostileSecrets {

    private static final String[] PIECES = {
        "$",
        "$$",
        "${",
        "}",
        "${x}",
        "${POSTGRES_PASSWORD}",
        "${x:y}",
        "$(id)",
        "\\",
        "\\\\",
        "\\$",
        "\\n",
        "\"",
        "'",
        "''",
        "`id`",
        " ",
        "  ",
        "#",
        " # ",
        "%",
        "%s",
        "%40",
        "%%",
        "&",
        "|",
        ";",
        "*",
        "?",
        "~",
        "!",
        "@",
        ":",
        "/",
        "=",
        "<",
        ">",
        "(",
        ")",
        "[",
        "]",
        "{{x}}",
        "null",
        "true",
        "0",
        "1e3",
        "-",
        "ä",
        "ß",
        "€",
        "日本",
        "😀",
        "a",
        "Z",
        "9"
    };
    private static final String[] AROUND = {"", "\n", "\r\n", " ", "\t", " \n\n", "\u000B\f"};

    private final Random random;

    /** @param seed the same secrets for the same seed */
    public HostileSecrets(long seed) {
        this.random = new Random(seed);
    }

    /** Text that begins and ends with what is no white space, and has no comma. */
    public String next() {
        int pieces = 8 + random.nextInt(40);
        return one()
                + Stream.generate(() -> PIECES[random.nextInt(PIECES.length)])
                        .limit(pieces)
                        .collect(Collectors.joining())
                + one();
    }

    /** As it may be found in a file or a variable: with white space around. */
    public String wrapped(String secret) {
        return AROUND[random.nextInt(AROUND.length)] + secret + AROUND[random.nextInt(AROUND.length)];
    }

    private String one() {
        String piece = PIECES[random.nextInt(PIECES.length)];
        return piece.isBlank() || !piece.equals(piece.strip()) ? "$" : piece;
    }
}
