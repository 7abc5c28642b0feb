// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.database;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.pgclient.PgException;
import io.vertx.pgclient.PgPool;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collector;

/**
 * A pool that prepares a statement again when the schema has changed beneath it.
 *
 * <p>A prepared statement is bound to the types of its result. Once an {@code alter table} of somebody else's has changed
 * one, the database refuses the statement on every connection that has prepared it. Such a connection is given up with
 * all its statements, and the work is done on another: at most once for each connection of the pool. The client by itself
 * forgets a refused statement, but fails whoever came upon it, and knows the refusal in English alone.
 *
 * <p>Guarantee: nothing happens twice. A refused statement has done nothing, and its transaction is rolled back; what the
 * function of a transaction does besides must bear being done again.
 */
final class RepreparingPool implements PgPool {

    /** The plan's result has changed; the statement is unknown, as when a pooler has connected to another server. */
    private static final Set<String> TO_BE_PREPARED_AGAIN = Set.of("0A000", "26000");

    private final Pool pool;
    private final int maxSize;

    RepreparingPool(Pool pool, int maxSize) {
        this.pool = pool;
        this.maxSize = maxSize;
    }

    @Override
    public <T> Future<T> withConnection(Function<SqlConnection, Future<T>> work) {
        return attempt(work, maxSize);
    }

    @Override
    public <T> Future<T> withTransaction(Function<SqlConnection, Future<T>> work) {
        return withConnection(connection -> connection.begin().compose(transaction -> work.apply(connection)
                .compose(result -> transaction.commit().map(result), failure -> rolledBack(transaction, failure))));
    }

    private static <T> Future<T> rolledBack(Transaction transaction, Throwable failure) {
        return transaction.rollback().transform(whatever -> Future.failedFuture(failure));
    }

    private <T> Future<T> attempt(Function<SqlConnection, Future<T>> work, int more) {
        return pool.getConnection()
                .compose(connection -> Future.succeededFuture(connection)
                        .compose(work)
                        .onComplete(outcome -> release(connection, outcome.cause())))
                .recover(failure -> more > 0 && isToBePreparedAgain(failure)
                        ? attempt(work, more - 1)
                        : Future.failedFuture(failure));
    }

    /** Back to the pool, or closed, which the pool notices and makes room for another. */
    private static void release(SqlConnection connection, Throwable failure) {
        var unused =
                isToBePreparedAgain(failure) ? DatabasePool.socket(connection).close() : connection.close();
    }

    private static boolean isToBePreparedAgain(Throwable failure) {
        return failure instanceof PgException refused && TO_BE_PREPARED_AGAIN.contains(refused.getSqlState());
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        return new Repreparing<>(connection -> connection.preparedQuery(sql));
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
        return new Repreparing<>(connection -> connection.preparedQuery(sql, options));
    }

    /** A statement that is prepared on whatever connection it is executed on. */
    private final class Repreparing<T> implements PreparedQuery<T> {

        private final Function<SqlConnection, PreparedQuery<T>> query;

        Repreparing(Function<SqlConnection, PreparedQuery<T>> query) {
            this.query = query;
        }

        @Override
        public Future<T> execute() {
            return withConnection(connection -> query.apply(connection).execute());
        }

        @Override
        public Future<T> execute(Tuple parameters) {
            return withConnection(connection -> query.apply(connection).execute(parameters));
        }

        @Override
        public Future<T> executeBatch(List<Tuple> batch) {
            return withConnection(connection -> query.apply(connection).executeBatch(batch));
        }

        @Override
        public <R> PreparedQuery<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
            return new Repreparing<>(connection -> query.apply(connection).collecting(collector));
        }

        @Override
        public <U> PreparedQuery<RowSet<U>> mapping(Function<Row, U> mapper) {
            return new Repreparing<>(connection -> query.apply(connection).mapping(mapper));
        }

        @Override
        public void execute(Handler<AsyncResult<T>> handler) {
            execute().onComplete(handler);
        }

        @Override
        public void execute(Tuple parameters, Handler<AsyncResult<T>> handler) {
            execute(parameters).onComplete(handler);
        }

        @Override
        public void executeBatch(List<Tuple> batch, Handler<AsyncResult<T>> handler) {
            executeBatch(batch).onComplete(handler);
        }
    }

    // The rest is the pool's own.

    @Override
    public Query<RowSet<Row>> query(String sql) {
        return pool.query(sql);
    }

    @Override
    public Future<SqlConnection> getConnection() {
        return pool.getConnection();
    }

    @Override
    public void getConnection(Handler<AsyncResult<SqlConnection>> handler) {
        pool.getConnection(handler);
    }

    @Override
    public PgPool connectHandler(Handler<SqlConnection> handler) {
        pool.connectHandler(handler);
        return this;
    }

    @Override
    public PgPool connectionProvider(Function<Context, Future<SqlConnection>> provider) {
        pool.connectionProvider(provider);
        return this;
    }

    @Override
    public int size() {
        return pool.size();
    }

    @Override
    public Future<Void> close() {
        return pool.close();
    }

    @Override
    public void close(Handler<AsyncResult<Void>> handler) {
        pool.close(handler);
    }
}
