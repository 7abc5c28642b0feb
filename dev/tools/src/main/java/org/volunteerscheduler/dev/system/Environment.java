// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The settings of an instance of the servers, as the scripts export them. */
public final class Environment {

    private Environment() {}

    /** @throws Failure if it is not set */
    public static String required(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new Failure(name + " is not set; use dev/run, dev/bench or dev/chaos, or source dev/local.env");
        }
        return value;
    }

    public static int requiredNumber(String name) {
        return Integer.parseInt(required(name));
    }

    /** The one to sign with: a secret variable may hold several, separated by commas, of which any is accepted. */
    public static String requiredSecret(String name) {
        return Arrays.stream(required(name).split(","))
                .map(String::strip)
                .filter(secret -> !secret.isEmpty())
                .findFirst()
                .orElseThrow(() -> new Failure(name + " has no secret"));
    }

    /** The checkout. */
    public static Path home() {
        return Path.of(required("VOLUNTEER_SCHEDULER_HOME")).toAbsolutePath();
    }

    /** A file in {@code dev/local/log}, a folder that is there afterwards. */
    public static Path log(String name) {
        try {
            return Files.createDirectories(home().resolve("dev/local/log")).resolve(name + ".log");
        } catch (IOException e) {
            throw new Failure("there is no place for logs", e);
        }
    }

    public static String javaProgram() {
        return Path.of(required("JAVA_HOME"), "bin", "java").toString();
    }
}
