// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.database;

import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the database has answered, whatever becomes of it later; well only while it does. As for the broker. */
@ApplicationScoped
@IfBuildProperty(name = "quarkus.datasource.db-kind", stringValue = "postgresql")
public class DatabaseHealth {

    /** Less than a probe waits. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Pool database;
    private volatile boolean reached;

    public DatabaseHealth(Pool database) {
        this.database = database;
    }

    @Produces
    @Readiness
    @ApplicationScoped
    AsyncHealthCheck ready() {
        return () -> reached
                ? Uni.createFrom()
                        .item(HealthCheckResponse.named("PostgreSQL").up().build())
                : ask();
    }

    @Produces
    @Wellness
    @ApplicationScoped
    AsyncHealthCheck well() {
        return this::ask;
    }

    private Uni<HealthCheckResponse> ask() {
        var response = HealthCheckResponse.named("PostgreSQL");
        return database.query("select 1")
                .execute()
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .invoke(() -> reached = true)
                .map(answer -> response.up().build())
                .onFailure()
                .recoverWithItem(failure ->
                        response.down().withData("problem", describe(failure)).build());
    }

    private static String describe(Throwable failure) {
        return failure.getMessage() == null ? "no answer" : failure.getMessage();
    }
}
