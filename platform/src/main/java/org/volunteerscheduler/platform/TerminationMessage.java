// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where Kubernetes looks for the reason of a container's end, and shows it in the Pod's status. What stands there is
 * written here on purpose: taken from the end of the log it would be whatever came last, audit lines of buyers and
 * amounts too.
 */
final class TerminationMessage {

    /** Kubernetes' own default, which exists in a container of a Pod and nowhere else. */
    private static final String FILE = "/dev/termination-log";

    private TerminationMessage() {}

    static void write(String line) {
        Path file = Path.of(System.getenv().getOrDefault("VOLUNTEER_SCHEDULER_TERMINATION_LOG", FILE));
        if (Files.isWritable(file)) {
            try {
                Files.writeString(file, line + "\n", StandardOpenOption.TRUNCATE_EXISTING);
            } catch (IOException e) {
                System.err.println("the termination message could not be written: " + e.getMessage());
            }
        }
    }
}
