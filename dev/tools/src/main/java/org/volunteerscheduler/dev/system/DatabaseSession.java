// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** A connection to a database; whatever PostgreSQL refuses ends the tool. For one thread at a time. */
public final class DatabaseSession implements AutoCloseable {

    private static final int FETCH_ROWS = 1_000;

    private final Connection connection;

    DatabaseSession(String url, String username, String password) {
        connection = refusing(() -> DriverManager.getConnection(url, username, password));
    }

    private interface Work<T> {
        T go() throws SQLException, IOException;
    }

    private static <T> T refusing(Work<T> work) {
        try {
            return work.go();
        } catch (SQLException | IOException e) {
            throw new Failure("PostgreSQL refuses", e);
        }
    }

    /** @return how many rows were changed */
    public long execute(String sql) {
        return refusing(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
                return statement.getLargeUpdateCount();
            }
        });
    }

    /** The one number that a query answers. */
    public double number(String sql) {
        return rows(sql, row -> row.getDouble(1)).getFirst();
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    public <T> List<T> rows(String sql, RowReader<T> reader) {
        return refusing(() -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                List<T> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(reader.read(rows));
                }
                return all;
            }
        });
    }

    /** Rows that are fetched as they are asked for, not all at once. */
    public final class Rows<T> implements AutoCloseable {
        private final Statement statement;
        private final ResultSet rows;
        private final RowReader<T> reader;

        private Rows(String sql, RowReader<T> reader) throws SQLException {
            connection.setAutoCommit(false);
            statement = connection.createStatement();
            statement.setFetchSize(FETCH_ROWS);
            rows = statement.executeQuery(sql);
            this.reader = reader;
        }

        /** Null after the last. */
        public T next() {
            return refusing(() -> rows.next() ? reader.read(rows) : null);
        }

        @Override
        public void close() {
            refusing(() -> {
                statement.close();
                connection.setAutoCommit(true);
                return null;
            });
        }
    }

    public <T> Rows<T> stream(String sql, RowReader<T> reader) {
        return refusing(() -> new Rows<>(sql, reader));
    }

    /** @param sql {@code copy … from stdin} */
    public long copyIn(String sql, Reader rows) {
        return refusing(() -> copy().copyIn(sql, rows));
    }

    /** @param sql {@code copy … from stdin} */
    public long copyIn(String sql, InputStream rows) {
        return refusing(() -> copy().copyIn(sql, rows));
    }

    /** @param sql {@code copy … to stdout} */
    public long copyOut(String sql, OutputStream rows) {
        return refusing(() -> copy().copyOut(sql, rows));
    }

    private CopyManager copy() throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    @Override
    public void close() {
        refusing(() -> {
            connection.close();
            return null;
        });
    }
}
