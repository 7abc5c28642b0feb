// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

import static org.volunteerscheduler.dev.system.Environment.required;

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

    /** As in names of databases and variables: {@code webhook}. */
    public String shortName() {
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

    /** Where the scripts start it. */
    public URI url() {
        return URI.create(required(name() + "_URL"));
    }

    /** What every start of it needs: how to reach the broker, and its own secrets and nobody else's. */
    public Map<String, String> settings(BrokerServer broker) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("RABBITMQ_HOST", broker.host());
        settings.put("RABBITMQ_PORT", String.valueOf(broker.port()));
        settings.put("RABBITMQ_USERNAME", broker.username());
        settings.put("RABBITMQ_PASSWORD", broker.password());
        settings.put("RABBITMQ_VIRTUAL_HOST", broker.virtualHost());
        if (hasDatabase()) {
            for (User user : User.values()) {
                settings.put(user.passwordVariable(), required(user.passwordVariable()));
            }
        } else {
            for (String secret : List.of("SCICENT_WEBHOOK_SECRET", "DECIDIM_WEBHOOK_SECRET")) {
                settings.put(secret, required(secret));
            }
            // What is tried is the service, not its rate limit.
            settings.put("VOLUNTEER_SCHEDULER_WEBHOOK_RATE", "0");
        }
        return settings;
    }

    /** As {@link #settings(BrokerServer)}, with its database. */
    public Map<String, String> settings(BrokerServer broker, Database database) {
        Map<String, String> settings = settings(broker);
        settings.put("POSTGRES_HOST", database.server().host());
        settings.put("POSTGRES_PORT", String.valueOf(database.server().port()));
        settings.put("POSTGRES_DATABASE", database.name());
        settings.put("POSTGRES_USERNAME", databaseRole());
        settings.put("POSTGRES_PASSWORD", databasePassword());
        return settings;
    }
}
