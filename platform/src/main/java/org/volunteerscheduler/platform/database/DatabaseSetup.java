// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.database;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jboss.logging.Logger;

/**
 * What a service needs of its database besides the schema, before each migration: the encoding UTF-8, and settings for all its
 * connections.
 *
 * <p>In another encoding the database cannot store every id that the doors accept: a sale that was answered 202 would become a
 * dead letter. So such a database is refused, before anything is made in it.
 *
 * <p>The settings are defaults of our role in our database. A connection pooler refuses parameters that it does not know from a
 * client that connects, and shares with other clients what one sets later. Without them the service works, but slower.
 */
final class DatabaseSetup implements Callback {

    private static final Logger LOG = Logger.getLogger(DatabaseSetup.class);

    /**
     * A batch's arrays are of any length, so a plan made for all of them suits none; and compiling a plan costs more than it
     * can save on statements of milliseconds. A service that vanishes within a transaction holds its locks no longer than a
     * minute; one that vanishes outside, its connection some two minutes.
     */
    private static final String SET_DEFAULTS = """
            do $$
            declare
                setting text;
            begin
                -- Of two sessions that change the defaults of one role at once, one would fail.
                perform pg_advisory_xact_lock(hashtext('defaults of the role'));
                foreach setting in array array['plan_cache_mode=force_custom_plan', 'jit=off',
                    'idle_in_transaction_session_timeout=60000',
                    'tcp_keepalives_idle=60', 'tcp_keepalives_interval=10', 'tcp_keepalives_count=6'] loop
                    if not exists (
                        select from pg_db_role_setting
                        where setrole = current_user::regrole and setting = any (setconfig)
                            and setdatabase = (select oid from pg_database where datname = current_database())) then
                        execute format('alter role current_user in database %I set %I to %L', current_database(),
                            split_part(setting, '=', 1), split_part(setting, '=', 2));
                    end if;
                end loop;
            exception when insufficient_privilege then
                raise warning '%', sqlerrm;
            end $$
            """;

    /** Of the events of a migration one that has no need of a connection of its own. */
    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_VALIDATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        try (Statement statement = context.getConnection().createStatement()) {
            requireUtf8(statement);
            statement.execute(SET_DEFAULTS);
            if (statement.getWarnings() != null) {
                LOG.warnf(
                        "POSTGRES_USERNAME: its defaults in the database could not be set: %s",
                        statement.getWarnings().getMessage());
            }
        } catch (SQLException e) {
            throw new FlywayException(e);
        }
    }

    private static void requireUtf8(Statement statement) throws SQLException {
        try (ResultSet answer = statement.executeQuery("show server_encoding")) {
            answer.next();
            String encoding = answer.getString(1);
            if (!encoding.equals("UTF8")) {
                throw new ConfigurationException(
                        "POSTGRES_DATABASE: the encoding of the database must be UTF8, not " + encoding);
            }
        }
    }

    @Override
    public String getCallbackName() {
        return "database setup";
    }
}
