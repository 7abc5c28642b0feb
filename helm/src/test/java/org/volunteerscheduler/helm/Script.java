// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.helm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of the chart's scripts, run as its pod runs it: with the machine's sh and nothing but its own environment. */
record Script(String output, int exitCode) {

    private static final int LONGEST_SECONDS = 120;

    static Script run(String file, Map<String, String> environment, String... arguments) {
        Process process = start(file, environment, arguments);
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(file + " does not end: " + output);
            }
            return new Script(output, process.exitValue());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param file beside the scripts */
    static String text(String file) {
        try {
            return Files.readString(Path.of("volunteer-scheduler/files", file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Process start(String file, Map<String, String> environment, String... arguments) {
        String[] command = new String[arguments.length + 2];
        command[0] = "sh";
        command[1] = Path.of("volunteer-scheduler/files", file).toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
