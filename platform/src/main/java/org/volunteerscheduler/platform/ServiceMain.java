// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.util.ExceptionUtil;
import io.smallrye.config.ConfigValidationException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.volunteerscheduler.platform.http.HttpEntrance;

/** Starts a service. What is wrong with its configuration is said in one line that names the variables. */
@QuarkusMain
public class ServiceMain {

    private static final Pattern PROPERTY = Pattern.compile("(?:config property|in property) (\\S+)");
    private static final Pattern VARIABLE = Pattern.compile("expand value (\\S+)");
    private static final Pattern REASON =
            Pattern.compile("whilst being converted (?:SRCFG\\d+: )?(.*)", Pattern.DOTALL);

    private static final Pattern ENUM = Pattern.compile("Cannot convert \\S+ to enum class \\S+, allowed values: (.*)");
    /** A property of the framework's that is made from one of ours, which has the same problem. */
    private static final Pattern FOLLOWS = Pattern.compile("property %");

    public static void main(String... arguments) {
        HttpEntrance.prepare();
        Quarkus.run(null, ServiceMain::end, arguments);
    }

    private static void end(int exitCode, Throwable failure) {
        if (exitCode != 0 && failure != null) {
            Throwable cause = ExceptionUtil.getRootCause(failure);
            Optional<SQLException> database = database(failure);
            if (isConfiguration(cause)) {
                refuse(explain(cause));
            } else if (database.isPresent()) {
                refuse("the database (POSTGRES_HOST, POSTGRES_PORT, POSTGRES_DATABASE, POSTGRES_USERNAME,"
                        + " POSTGRES_PASSWORD): " + database.get().getMessage());
            } else {
                Logger.getLogger(ServiceMain.class).error("not started", failure);
                TerminationMessage.write("not started: " + cause.getClass().getName() + "; the log says more");
            }
        }
        // In development mode a reload ends the application, and the process stays for the next one.
        if (LaunchMode.current() != LaunchMode.DEVELOPMENT) {
            System.exit(exitCode);
        }
    }

    private static void refuse(String why) {
        String line = "not started: " + why;
        System.err.println(line);
        TerminationMessage.write(line);
    }

    private static Optional<SQLException> database(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused) {
                return Optional.of(refused);
            }
        }
        return Optional.empty();
    }

    private static boolean isConfiguration(Throwable cause) {
        return cause instanceof ConfigValidationException
                || cause instanceof ConfigurationException
                || cause instanceof IllegalArgumentException;
    }

    static String explain(Throwable cause) {
        return cause instanceof ConfigValidationException invalid
                ? IntStream.range(0, invalid.getProblemCount())
                        .mapToObj(i -> invalid.getProblem(i).getMessage())
                        .filter(problem -> !FOLLOWS.matcher(problem).find())
                        .map(ServiceMain::explain)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining("; "))
                : cause.getMessage();
    }

    /** Never with the value, which may be a secret. */
    private static String explain(String problem) {
        Matcher variable = VARIABLE.matcher(problem);
        if (variable.find()) {
            return variable.group(1) + " is missing";
        }
        Matcher property = PROPERTY.matcher(problem);
        if (!property.find()) {
            return problem;
        }
        String name = property.group(1)
                .toUpperCase(Locale.ROOT)
                .replaceAll("\\[\\d+]", "")
                .replaceAll("[^A-Z0-9]", "_");
        Matcher reason = REASON.matcher(problem);
        return reason.find()
                ? name + ": " + ENUM.matcher(reason.group(1)).replaceFirst("must be one of $1")
                : name + " is missing";
    }
}
