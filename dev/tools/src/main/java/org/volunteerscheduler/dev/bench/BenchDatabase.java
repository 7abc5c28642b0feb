package org.volunteerscheduler.dev.bench;

import static org.volunteerscheduler.dev.Environment.required;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.volunteerscheduler.dev.Failure;

/** The database server, and databases of the bench's own on it. */
record BenchDatabase(String host, String port, String adminUsername, String adminPassword, String ownerPassword) {

    static final String OWNER = "volunteer_scheduler_commission";
    static final String COMMISSION = "volunteer_scheduler_bench_commission";
    /** Has the same tables as {@link #COMMISSION}, and one statement works in it. */
    static final String LIMIT = "volunteer_scheduler_bench_limit";

    static BenchDatabase fromEnvironment() {
        return new BenchDatabase(
                required("POSTGRES_HOST"),
                required("POSTGRES_PORT"),
                required("POSTGRES_ADMIN_USERNAME"),
                required("POSTGRES_ADMIN_PASSWORD"),
                required("COMMISSION_DB_PASSWORD"));
    }

    /** Empty and without tables, whatever an earlier bench left behind. */
    void create(String name) {
        administer("drop database if exists " + name + " with (force)", "create database " + name + " owner " + OWNER);
    }

    /** With all that the other one has; nobody may be connected to that. */
    void copy(String from, String name) {
        administer(
                "drop database if exists " + name + " with (force)",
                "create database " + name + " owner " + OWNER + " template " + from);
    }

    void dropAll() {
        administer(
                "drop database if exists " + COMMISSION + " with (force)",
                "drop database if exists " + LIMIT + " with (force)");
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
    Connection connect(String name) {
        return connect(name, OWNER, ownerPassword);
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
