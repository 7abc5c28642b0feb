// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.database;

import io.quarkus.arc.All;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.flyway.FlywayConfigurationCustomizer;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jboss.logging.Logger;
import org.volunteerscheduler.platform.config.SettingsCheck;

/**
 * Flyway migrates before anything else of the service starts, but after all settings have been checked. With {@code
 * POSTGRES_MIGRATE_ONLY} the service ends then, with exit code 0: that is what an init container runs.
 */
@Singleton
@IfBuildProperty(name = "quarkus.datasource.db-kind", stringValue = "postgresql")
public class Migration implements FlywayConfigurationCustomizer {

    private static final Logger LOG = Logger.getLogger(Migration.class);

    private final boolean only;

    /** @param checks whoever gets them has had all settings checked */
    public Migration(
            @All List<SettingsCheck> checks,
            @ConfigProperty(name = "postgres.migrate-only", defaultValue = "false") boolean only) {
        this.only = only;
    }

    @Override
    public void customize(FluentConfiguration configuration) {
        // Flyway asks for its customizers before it connects, so all settings have been checked by now.
        configuration.callbacks(new DatabaseSetup());
    }

    /** Before anything that connects to the broker, and at once: the framework's own way to end waits five seconds. */
    void end(@Observes @Priority(0) StartupEvent event) {
        if (only) {
            LOG.info("the database is migrated");
            // Nothing else has been started that would have to end.
            Runtime.getRuntime().halt(0);
        }
    }
}
