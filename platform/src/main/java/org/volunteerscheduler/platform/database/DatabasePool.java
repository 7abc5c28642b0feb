// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.database;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.net.impl.NetSocketInternal;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The pool as Quarkus configures it, of connections that end when the database says nothing for longer than {@code
 * POSTGRES_ANSWER_TIMEOUT}. A database server that vanishes without a word, or a network between that forgets the
 * connection, would else be waited for without end. Whoever waited finds the connection lost, which is an outage.
 *
 * <p>The client's own idle timeout is of no use here: it ends a connection by saying so to the database, and then waits
 * for it to hang up. So the socket is closed beneath it.
 */
@Singleton
@IfBuildProperty(name = "quarkus.datasource.db-kind", stringValue = "postgresql")
public class DatabasePool implements PgPoolCreator {

    private final int answerTimeoutSeconds;

    public DatabasePool(PostgresSettings settings) {
        answerTimeoutSeconds = (int) settings.answerTimeout().toSeconds();
    }

    @Override
    public Pool create(Input input) {
        // The client sets it by itself, and a pooler refuses it; the server's default is as good.
        input.pgConnectOptionsList().forEach(options -> options.getProperties().remove("extra_float_digits"));
        Pool pool = PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .withConnectHandler(this::watch)
                .build();
        return new RepreparingPool(pool, input.poolOptions().getMaxSize());
    }

    private void watch(SqlConnection connection) {
        socket(connection).channelHandlerContext().pipeline().addFirst(new Silence(answerTimeoutSeconds));
        // Back to the pool.
        var unused = connection.close();
    }

    /** What lies beneath a connection of the pool. */
    static NetSocketInternal socket(SqlConnection connection) {
        return ((SocketConnectionBase)
                        ((SqlConnectionInternal) connection).unwrap().unwrap())
                .socket();
    }

    private static final class Silence extends IdleStateHandler {

        Silence(int seconds) {
            super(seconds, 0, 0);
        }

        @Override
        protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
            var unused = context.close();
        }
    }
}
