// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.volunteerscheduler.platform.test.HostileSecrets;
import org.volunteerscheduler.platform.test.Servers;
import org.volunteerscheduler.platform.test.TestBroker;

/**
 * Generated secrets on their way from the chart's values into containers; broker and database know their users by them.
 * In the values they have white space around them.
 */
final class ChartSecrets {

    /** In no more bytes than a role of PostgreSQL may have. */
    private static final String USERNAME = "na$$me ${x} \\ '\"ä";

    private final Map<String, String> originals = new HashMap<>();
    private final HostileSecrets generator;
    private final Chart.Rendered chart;
    private final Map<String, JsonNode> textsBySecret = new HashMap<>();

    ChartSecrets(long seed) {
        generator = new HostileSecrets(seed);
        Map<String, Object> values = Map.of(
                "create", true,
                "webhook", Map.of("scicent", rotated("scicent"), "decidim", rotated("decidim")),
                "users",
                        Map.of(
                                "operator", one("operator"),
                                "viewer", one("viewer"),
                                "scheduler", one("scheduler")),
                "rabbitmq", user("rabbitmq"),
                "commissionDatabase", user("commission"),
                "multiplierDatabase", user("multiplier"),
                "budgetDatabase", user("budget"));
        chart = render(values);
        chart.ofKind("Secret").forEach(secret -> textsBySecret.put(Chart.name(secret), secret.path("stringData")));
    }

    private static Chart.Rendered render(Map<String, Object> secrets) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            new YAMLMapper().writeValue(file.toFile(), Map.of("secrets", secrets));
            Chart.Rendered rendered = Chart.render(file);
            Files.delete(file);
            return rendered;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String one(String name) {
        originals.put(name, generator.next());
        return generator.wrapped(originals.get(name));
    }

    /** The new one first. */
    private String rotated(String name) {
        return one(name) + "," + one("old-" + name);
    }

    private Map<String, String> user(String name) {
        return Map.of("username", generator.wrapped(USERNAME + name), "password", one(name));
    }

    /** As it was generated: of a user, a sender ({@code scicent}), a server's user ({@code rabbitmq}, {@code budget}). */
    String original(String name) {
        return originals.get(name);
    }

    /** With white space around them again, as from Secrets that were made of files and not by the chart. */
    Map<String, String> asFromFiles(Map<String, String> environment) {
        Map<String, String> wrapped = new HashMap<>();
        environment.forEach((variable, secret) -> wrapped.put(variable, generator.wrapped(secret)));
        return wrapped;
    }

    Map<String, String> ofService(String service) {
        return environment(chart.get("Deployment", service).at("/spec/template/spec/containers/0"));
    }

    Map<String, String> ofRuns() {
        return environment(chart.get("CronJob", "multipliers").at("/spec/jobTemplate/spec/template/spec/containers/0"));
    }

    Map<String, String> ofTest() {
        return environment(chart.get("Pod", "test").at("/spec/containers/0"));
    }

    /** What the container is given of Secrets, as Kubernetes does. */
    private Map<String, String> environment(JsonNode container) {
        Map<String, String> environment = new HashMap<>();
        for (JsonNode variable : container.path("env")) {
            JsonNode reference = variable.at("/valueFrom/secretKeyRef");
            if (reference.isObject()) {
                String text = textsBySecret
                        .get(reference.path("name").asText())
                        .path(reference.path("key").asText())
                        .asText();
                environment.put(variable.path("name").asText(), text);
            }
        }
        return environment;
    }

    /** Users of these names and passwords, who may do what the services' usual ones may. */
    void createUsers(String virtualHost, String... services) throws SQLException {
        TestBroker.createUser(USERNAME + "rabbitmq", original("rabbitmq"), virtualHost);
        for (String service : services) {
            String role = quoted(USERNAME + service, '"');
            asAdministrator("drop role if exists " + role);
            asAdministrator("create role " + role + " login password " + quoted(original(service), '\'')
                    + " in role volunteer_scheduler_" + service);
            // Whatever it makes belongs to the usual one.
            asAdministrator("alter role " + role + " set role volunteer_scheduler_" + service);
        }
    }

    private static String quoted(String text, char quote) {
        return quote + text.replace(String.valueOf(quote), String.valueOf(quote) + quote) + quote;
    }

    private static void asAdministrator(String statement) throws SQLException {
        String url = "jdbc:postgresql://" + Servers.variable("POSTGRES_HOST") + ":" + Servers.variable("POSTGRES_PORT")
                + "/postgres";
        try (Connection connection = DriverManager.getConnection(
                        url, Servers.variable("POSTGRES_ADMIN_USERNAME"), Servers.variable("POSTGRES_ADMIN_PASSWORD"));
                var open = connection.createStatement()) {
            open.setEscapeProcessing(false);
            open.execute(statement);
        }
    }
}
