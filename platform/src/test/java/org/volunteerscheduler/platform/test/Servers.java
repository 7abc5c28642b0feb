package org.volunteerscheduler.platform.test;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Stops, kills and starts the private servers of the tests, for tests of what happens then. */
public final class Servers {

    private Servers() {}

    /** @param action {@code start}, {@code stop} or {@code kill} */
    public static void run(String action, String server) {
        try {
            Process process = new ProcessBuilder(
                            TestBroker.environment("DEV_SERVERS"), action, server, "--instance", "test")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(90, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("dev/servers " + action + " " + server + " failed");
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
