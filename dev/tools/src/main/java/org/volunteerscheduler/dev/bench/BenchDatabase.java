package org.volunteerscheduler.dev.bench;

import static org.volunteerscheduler.dev.Environment.required;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.volunteerscheduler.dev.Failure;

/**
 * A service's databases of the bench's own: one that it works in, and one with the same tables that one statement works
 * in, for the limit.
 *
 * @param service {@code commission}, {@code multiplier} or {@code budget}
 */
record BenchDatabase(
        String service, String host, String port, String adminUsername, String adminPassword, String ownerPassword) {

    static BenchDatabase of(String service) {
        return new BenchDatabase(
                service,
                required("POSTGRES_HOST"),
                required("POSTGRES_PORT"),
                required("POSTGRES_ADMIN_USERNAME"),
                required("POSTGRES_ADMIN_PASSWORD"),
                required(service.toUpperCase(Locale.ROOT) + "_DB_PASSWORD"));
    }

    String name() {
        return "volunteer_scheduler_bench_" + service;
    }

    private String limitName() {
        return name() + "_limit";
    }

    /** The role that the service has in every installation. */
    String owner() {
        return "volunteer_scheduler_" + service;
    }

    /** Empty and without tables, whatever an earlier bench left behind. */
    void create() {
        administer(
                "drop database if exists " + name() + " with (force)",
                "create database " + name() + " owner " + owner());
    }

    /** Makes the limit's database, with all that the service's has; nobody may be connected to that. */
    void copyForLimit() {
        administer(
                "drop database if exists " + limitName() + " with (force)",
                "create database " + limitName() + " owner " + owner() + " template " + name());
    }

    void drop() {
        administer(
                "drop database if exists " + name() + " with (force)",
                "drop database if exists " + limitName() + " with (force)");
    }

    /** Writes out what earlier steps left in memory, so that it does not happen in the middle of a measurement. */
    void checkpoint() {
        administer("checkpoint");
    }

    private void administer(String... statements) {
        try (Connection connection = connect("postgres", adminUsername, adminPassword);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new Failure("PostgreSQL refuses", e);
        }
    }

    /** As the service connects. */
    Connection connect() {
        return connect(name(), owner(), ownerPassword);
    }

    Connection connectToLimit() {
        return connect(limitName(), owner(), ownerPassword);
    }

    private Connection connect(String name, String username, String password) {
        try {
            return DriverManager.getConnection(
                    "jdbc:postgresql://" + host + ":" + port + "/" + name, username, password);
        } catch (SQLException e) {
            throw new Failure("no connection to PostgreSQL at " + host + ":" + port, e);
        }
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
