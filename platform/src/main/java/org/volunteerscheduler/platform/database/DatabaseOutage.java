// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.database;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Tells a database that is away, busy or shutting down, where the same statement will succeed later, from a statement
 * that never will.
 */
public final class DatabaseOutage {

    /** Classes of SQLSTATE: connection, transaction rollback (deadlock), resources, operator intervention, system. */
    private static final List<String> PASSING = List.of("08", "25", "40", "53", "55", "57", "58", "XX", "28");

    /** A statement that was cancelled, for taking too long: the next time it would take as long. */
    private static final String CANCELLED = "57014";

    private DatabaseOutage() {}

    public static boolean is(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException refused) {
                String state = refused.getSqlState();
                return state == null
                        || (!state.equals(CANCELLED) && PASSING.stream().anyMatch(state::startsWith));
            }
            if (cause instanceof IOException
                    || cause instanceof TimeoutException
                    || cause instanceof VertxException
                    // The pool's own: no connection became free in time, since none of them gets an answer.
                    || cause instanceof NoStackTraceThrowable) {
                return true;
            }
        }
        return false;
    }
}
