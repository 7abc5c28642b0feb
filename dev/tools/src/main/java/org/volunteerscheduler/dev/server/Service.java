package org.volunteerscheduler.dev.server;

import static org.volunteerscheduler.dev.Environment.required;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The four services: what each is called, and what it must be told. */
public enum Service {
    WEBHOOK,
    COMMISSION,
    MULTIPLIER,
    BUDGET;

    private String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String serviceName() {
        return shortName() + "-service";
    }

    public boolean hasDatabase() {
        return this != WEBHOOK;
    }

    /** The role that owns its database. */
    public String databaseRole() {
        return "volunteer_scheduler_" + shortName();
    }

    public String databasePassword() {
        return required(name() + "_DB_PASSWORD");
    }

    /** Where the scripts would start it. */
    public int port() {
        return URI.create(required(name() + "_URL")).getPort();
    }

    /**
     * What every start of it needs: how to reach the servers, its own secrets and nobody else's.
     *
     * @param databaseName not read where it has no database
     */
    public Map<String, String> settings(String virtualHost, String databaseName) {
        Map<String, String> settings = new TreeMap<>();
        for (String setting : List.of("HOST", "PORT", "USERNAME", "PASSWORD")) {
            settings.put("RABBITMQ_" + setting, required("RABBITMQ_" + setting));
        }
        settings.put("RABBITMQ_VIRTUAL_HOST", virtualHost);
        if (hasDatabase()) {
            settings.put("POSTGRES_HOST", required("POSTGRES_HOST"));
            settings.put("POSTGRES_PORT", required("POSTGRES_PORT"));
            settings.put("POSTGRES_DATABASE", databaseName);
            settings.put("POSTGRES_USERNAME", databaseRole());
            settings.put("POSTGRES_PASSWORD", databasePassword());
            for (String user : List.of("OPERATOR", "VIEWER", "SCHEDULER")) {
                String password = "VOLUNTEER_SCHEDULER_" + user + "_PASSWORD";
                settings.put(password, required(password));
            }
        } else {
            settings.put("SCICENT_WEBHOOK_SECRET", required("SCICENT_WEBHOOK_SECRET"));
            settings.put("DECIDIM_WEBHOOK_SECRET", required("DECIDIM_WEBHOOK_SECRET"));
            // What is tried is the service, not its limit.
            settings.put("VOLUNTEER_SCHEDULER_WEBHOOK_RATE", "0");
        }
        return settings;
    }
}
