// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

import static org.volunteerscheduler.dev.system.Environment.required;

/** The database server. */
public record DatabaseServer(String host, int port, String adminUsername, String adminPassword) {

    public static DatabaseServer fromEnvironment() {
        return new DatabaseServer(
                required("POSTGRES_HOST"),
                Environment.requiredNumber("POSTGRES_PORT"),
                required("POSTGRES_ADMIN_USERNAME"),
                required("POSTGRES_ADMIN_PASSWORD"));
    }

    /** Writes out what earlier steps left in memory, so that it does not happen in the middle of a measurement. */
    public void checkpoint() {
        administer("checkpoint");
    }

    void administer(String sql) {
        try (DatabaseSession session = openAsAdministrator("postgres")) {
            session.execute(sql);
        }
    }

    DatabaseSession openAsAdministrator(String database) {
        return open(database, adminUsername, adminPassword);
    }

    String url(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    DatabaseSession open(String database, String username, String password) {
        return new DatabaseSession(url(database), username, password);
    }
}
