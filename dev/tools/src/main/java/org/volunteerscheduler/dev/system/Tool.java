// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

import java.util.function.ToIntFunction;

/** How a program of this module starts and ends. */
public final class Tool {

    private Tool() {}

    /** Ends the process, with the tool's exit code or, after its one line of explanation, with 1. */
    public static void run(String name, String[] arguments, ToIntFunction<Arguments> tool) {
        int code;
        try {
            code = tool.applyAsInt(new Arguments(arguments));
        } catch (Failure e) {
            System.err.println(name + ": " + e.getMessage());
            code = 1;
        }
        // Not a return: the clients' threads must not keep a failed tool alive.
        System.exit(code);
    }
}
