// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.volunteerscheduler.contracts.State;

/**
 * A table that has each thing of a kind once, in its latest state. Of several states of one thing, here or already known,
 * the latest holds, so they may come in any order and any number of times.
 *
 * @param upsert takes an array for each column; sorts its rows by key, so that two replicas never wait for each other in a
 *     circle; and leaves a row alone that is as late as what comes
 * @param columns what the arrays are made of, in the order of the parameters
 */
public record LatestStates<S extends State>(String upsert, List<Function<Collection<S>, Object>> columns) {

    @SafeVarargs
    public static <S extends State> LatestStates<S> table(String upsert, Function<Collection<S>, Object>... columns) {
        return new LatestStates<>(upsert, List.of(columns));
    }

    public Uni<Void> record(Pool database, Collection<S> states) {
        if (states.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Collection<S> latest = latest(states);
        return database.preparedQuery(upsert)
                .execute(Tuple.from(
                        columns.stream().map(column -> column.apply(latest)).toList()))
                .replaceWithVoid();
    }

    /** One statement can write each thing once only. */
    static <S extends State> Collection<S> latest(Collection<S> states) {
        Map<Long, S> latest = LinkedHashMap.newLinkedHashMap(states.size());
        for (S state : states) {
            latest.merge(state.id(), state, BinaryOperator.maxBy(State.ORDER));
        }
        return latest.values();
    }
}
