// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.volunteerscheduler.local.LocalServers;

/** The private PostgreSQL and RabbitMQ of the tests: started when a test first asks for them, wherever it was started. */
public final class Servers {

    private Servers() {}

    /**
     * An address, a port or a secret.
     *
     * @param name {@code RABBITMQ_PORT}, {@code VOLUNTEER_SCHEDULER_VIEWER_PASSWORD} …
     */
    public static String variable(String name) {
        String value = LocalServers.TEST.environment().get(name);
        if (value == null) {
            throw new IllegalArgumentException("the tests' servers have no " + name);
        }
        return value;
    }

    /** @param user {@code operator}, {@code viewer} or {@code scheduler} */
    public static String password(String user) {
        return variable("VOLUNTEER_SCHEDULER_" + user.toUpperCase(Locale.ROOT) + "_PASSWORD");
    }

    /**
     * For tests of what happens without them.
     *
     * @param action {@code start}, {@code stop} or {@code kill}
     */
    public static void run(String action, String server) {
        try {
            Process process = LocalServers.script(action, server, "--instance", "test")
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
