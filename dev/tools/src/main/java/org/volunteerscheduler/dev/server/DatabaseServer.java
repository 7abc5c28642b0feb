package org.volunteerscheduler.dev.server;

import static org.volunteerscheduler.dev.Environment.required;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.volunteerscheduler.dev.Failure;

/** The database server, and databases of a tool's own on it. */
public record DatabaseServer(String host, int port, String adminUsername, String adminPassword) {

    public static DatabaseServer fromEnvironment() {
        return new DatabaseServer(
                required("POSTGRES_HOST"),
                Integer.parseInt(required("POSTGRES_PORT")),
                required("POSTGRES_ADMIN_USERNAME"),
                required("POSTGRES_ADMIN_PASSWORD"));
    }

    /** Empty and without tables, whatever an earlier run left behind. */
    public void create(String name, Service owner) {
        drop(name);
        administer("create database " + name + " owner " + owner.databaseRole());
    }

    /** With all that the other one has; nobody may be connected to that. */
    public void copy(String from, String name, Service owner) {
        drop(name);
        administer("create database " + name + " owner " + owner.databaseRole() + " template " + from);
    }

    public void drop(String name) {
        administer("drop database if exists " + name + " with (force)");
    }

    /** Writes out what earlier steps left in memory, so that it does not happen in the middle of a measurement. */
    public void checkpoint() {
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
    public Connection connect(String name, Service owner) {
        return connect(name, owner.databaseRole(), owner.databasePassword());
    }

    private Connection connect(String name, String username, String password) {
        try {
            return DriverManager.getConnection(
                    "jdbc:postgresql://" + host + ":" + port + "/" + name, username, password);
        } catch (SQLException e) {
            throw new Failure("no connection to PostgreSQL at " + host + ":" + port, e);
        }
    }
}
