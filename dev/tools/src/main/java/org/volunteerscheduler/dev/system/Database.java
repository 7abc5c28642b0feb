// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

import java.nio.file.Path;
import org.flywaydb.core.Flyway;

/** A database of a tool's own, for one service. */
public record Database(DatabaseServer server, Service service, String name) {

    /** @param purpose part of the name: whose it is */
    public static Database of(DatabaseServer server, Service service, String purpose) {
        return new Database(
                server, service, service.databaseRole().replace("scheduler_", "scheduler_" + purpose + "_"));
    }

    /** Empty and without tables, whatever an earlier run left behind. */
    public void create() {
        create("");
    }

    /** With all that the other one has; nobody may be connected to that. */
    public void createAsCopyOf(Database other) {
        create(" template " + other.name);
    }

    private void create(String template) {
        drop();
        server.administer("create database " + name + " owner " + service.databaseRole() + template);
    }

    /** Makes the service's tables, as its first start would. */
    public void migrate() {
        Path scripts = Environment.home().resolve(service.serviceName() + "/src/main/resources/db/migration");
        Flyway.configure()
                .dataSource(server.url(name), service.databaseRole(), service.databasePassword())
                .locations("filesystem:" + scripts)
                .load()
                .migrate();
    }

    public void drop() {
        server.administer("drop database if exists " + name + " with (force)");
    }

    /** As the service connects. */
    public DatabaseSession open() {
        return server.open(name, service.databaseRole(), service.databasePassword());
    }

    /** As somebody who may do what the service may not. */
    public DatabaseSession openAsAdministrator() {
        return server.openAsAdministrator(name);
    }
}
