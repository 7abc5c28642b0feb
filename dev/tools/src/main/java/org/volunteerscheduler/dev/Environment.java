package org.volunteerscheduler.dev;

/** The settings of {@code dev/local.env}, as the scripts export them. */
public final class Environment {

    private Environment() {}

    /** @throws Failure if it is not set */
    public static String required(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new Failure(name + " is not set; use dev/run or dev/bench, or source dev/local.env");
        }
        return value;
    }

    /** The one to sign with: a secret variable may hold several, separated by commas, of which any is accepted. */
    public static String requiredSecret(String name) {
        return required(name).split(",")[0].strip();
    }
}
