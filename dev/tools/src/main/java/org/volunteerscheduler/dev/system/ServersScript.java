// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

import static org.volunteerscheduler.dev.system.Environment.required;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code dev/servers}, on the instance that the script which started us has chosen. */
public final class ServersScript {

    private static final int TIMEOUT_SECONDS = 90;

    private ServersScript() {}

    /** @param action {@code start}, {@code stop} or {@code kill} */
    public static void run(String action, String server) {
        execute(log(), action, server);
    }

    /** @return what it prints, line by line */
    static List<String> output(String action) {
        return execute(Redirect.PIPE, action);
    }

    private static Redirect log() {
        return Redirect.appendTo(logFile().toFile());
    }

    private static Path logFile() {
        return Environment.log(required("DEV_INSTANCE") + "-servers");
    }

    private static List<String> execute(Redirect output, String... arguments) {
        List<String> command = new ArrayList<>(List.of(required("DEV_SERVERS")));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--instance", required("DEV_INSTANCE")));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output)
                    .redirectError(log())
                    .start();
            List<String> lines =
                    process.inputReader(StandardCharsets.UTF_8).lines().toList();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new Failure(String.join(" ", command) + " failed; see " + logFile());
            }
            return lines;
        } catch (IOException e) {
            throw new Failure("dev/servers does not start", e);
        } catch (InterruptedException e) {
            throw Wait.interrupted(e);
        }
    }
}
