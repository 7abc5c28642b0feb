// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard output, in UTF-8 whatever the locale, since ✓ and × are part of what is shown. */
public final class Console {

    public static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private Console() {}

    /** Tells what is being done, since a tool takes a minute or more. */
    public static void say(String step) {
        OUT.println("==> " + step);
    }

    public static void say(String format, Object... arguments) {
        say(String.format(format, arguments));
    }
}
