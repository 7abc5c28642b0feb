// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.database;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Refuses to start behind a connection pooler (PgBouncer) that gives each transaction any of its servers and does not bring
 * along what the client has prepared: statements would fail now and then, under load. A database that is away is no reason
 * to refuse.
 */
@Singleton
@IfBuildProperty(name = "quarkus.datasource.db-kind", stringValue = "postgresql")
public class PoolerCheck {

    private static final Logger LOG = Logger.getLogger(PoolerCheck.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String STATEMENT = "select pg_backend_pid()";

    /** On the server at hand the statement is unknown, or its name is taken by another client's. */
    private static final Set<String> ANOTHER_SERVER = Set.of("26000", "42P05");

    private final Pool database;
    private final int connections;

    PoolerCheck(Pool database, @ConfigProperty(name = "quarkus.datasource.reactive.max-size") int connections) {
        this.database = database;
        this.connections = connections;
    }

    /** Before the service's first statement. */
    void check(@Observes @Priority(-1) StartupEvent event) {
        if (connections < 2) {
            return;
        }
        try {
            executeOnAnotherServer();
        } catch (PgException refused) {
            if (ANOTHER_SERVER.contains(refused.getSqlState())) {
                throw new ConfigurationException(
                        "POSTGRES_HOST, POSTGRES_PORT: the pooler there has pool_mode=transaction and forgets prepared"
                                + " statements; it needs max_prepared_statements=200 (PgBouncer 1.21 or later) or"
                                + " pool_mode=session");
            }
            LOG.warnf("could not check for a connection pooler: %s", refused.getErrorMessage());
        } catch (RuntimeException outage) {
            LOG.warnf("could not check for a connection pooler: %s", outage.getMessage());
        }
    }

    /** If servers are shared: meanwhile a transaction of another client holds the one on which it was prepared. */
    private void executeOnAnotherServer() {
        database.withConnection(one -> one.preparedQuery(STATEMENT)
                        .execute()
                        .chain(() -> database.withTransaction(other -> other.preparedQuery(STATEMENT)
                                .execute()
                                .chain(() -> one.preparedQuery(STATEMENT).execute()))))
                .await()
                .atMost(TIMEOUT);
    }
}
