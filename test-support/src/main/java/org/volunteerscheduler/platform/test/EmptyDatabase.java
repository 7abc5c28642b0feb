// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A database of its own for one test, owned by the service's role. */
public record EmptyDatabase(String name) implements AutoCloseable {

    private static final String ADMIN_DATABASE = "postgres";

    /** @param service {@code commission}, {@code multiplier} … */
    public static EmptyDatabase of(String service) throws SQLException {
        return of(service, "UTF8");
    }

    /** @param encoding {@code UTF8}, {@code LATIN1} … */
    public static EmptyDatabase of(String service, String encoding) throws SQLException {
        EmptyDatabase database = new EmptyDatabase("empty_" + service);
        database.drop();
        execute("create database " + database.name + " owner volunteer_scheduler_" + service + " template template0"
                + " locale 'C' encoding '" + encoding + "'");
        return database;
    }

    /** How many tables and views of its users' there are. */
    public int tables() throws SQLException {
        return count("select count(*) from pg_class where relnamespace = 'public'::regnamespace");
    }

    /** The first column of the first row. */
    public int count(String query) throws SQLException {
        try (Connection connection = connect(name);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getInt(1);
        }
    }

    @Override
    public void close() throws SQLException {
        drop();
    }

    private void drop() throws SQLException {
        execute("drop database if exists " + name + " with (force)");
    }

    private static void execute(String statement) throws SQLException {
        try (Connection connection = connect(ADMIN_DATABASE);
                Statement open = connection.createStatement()) {
            open.execute(statement);
        }
    }

    private static Connection connect(String database) throws SQLException {
        String url = "jdbc:postgresql://" + Servers.variable("POSTGRES_HOST") + ":" + Servers.variable("POSTGRES_PORT")
                + "/";
        return DriverManager.getConnection(
                url + database,
                Servers.variable("POSTGRES_ADMIN_USERNAME"),
                Servers.variable("POSTGRES_ADMIN_PASSWORD"));
    }
}
