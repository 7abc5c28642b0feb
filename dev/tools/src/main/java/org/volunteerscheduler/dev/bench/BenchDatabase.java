package org.volunteerscheduler.dev.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.volunteerscheduler.dev.Failure;
import org.volunteerscheduler.dev.server.DatabaseServer;
import org.volunteerscheduler.dev.server.Service;

/**
 * A service's databases of the bench's own: one that it works in, and one with the same tables that one statement works
 * in, for the limit.
 */
record BenchDatabase(Service service, DatabaseServer server) {

    /** @param service {@code commission}, {@code multiplier} or {@code budget} */
    static BenchDatabase of(String service) {
        return new BenchDatabase(Service.valueOf(service.toUpperCase(Locale.ROOT)), DatabaseServer.fromEnvironment());
    }

    String name() {
        return service.databaseRole().replace("volunteer_scheduler_", "volunteer_scheduler_bench_");
    }

    private String limitName() {
        return name() + "_limit";
    }

    /** Empty and without tables, whatever an earlier bench left behind. */
    void create() {
        server.create(name(), service);
    }

    /** Makes the limit's database, with all that the service's has; nobody may be connected to that. */
    void copyForLimit() {
        server.copy(name(), limitName(), service);
    }

    void drop() {
        server.drop(name());
        server.drop(limitName());
    }

    /** Writes out what earlier steps left in memory, so that it does not happen in the middle of a measurement. */
    void checkpoint() {
        server.checkpoint();
    }

    /** As the service connects. */
    Connection connect() {
        return server.connect(name(), service);
    }

    Connection connectToLimit() {
        return server.connect(limitName(), service);
    }

    /** The one number that a query answers. */
    static double number(Connection connection, String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getDouble(1);
        } catch (SQLException e) {
            throw new Failure("PostgreSQL refuses", e);
        }
    }
}
