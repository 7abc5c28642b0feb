package org.volunteerscheduler.dev.chaos;

import static org.volunteerscheduler.dev.Environment.required;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.volunteerscheduler.dev.Failure;

/** {@code dev/servers}, on the instance that the script which started us has chosen. */
final class ServersScript {

    private static final int LONGEST_SECONDS = 90;

    private ServersScript() {}

    /** @param action {@code start}, {@code stop} or {@code kill} */
    static void run(String action, String server) throws InterruptedException {
        File log = Path.of(required("VOLUNTEER_SCHEDULER_HOME"), "dev/local/log/chaos-servers.log")
                .toFile();
        try {
            Process process = new ProcessBuilder(
                            required("DEV_SERVERS"), action, server, "--instance", required("DEV_INSTANCE"))
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new Failure("dev/servers " + action + " " + server + " failed; see " + log);
            }
        } catch (IOException e) {
            throw new Failure("dev/servers does not start", e);
        }
    }
}
