package org.volunteerscheduler.platform.database;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.volunteerscheduler.contracts.State;

/** Of several states of one thing the one that holds, so that one statement can write each thing once. */
public final class Latest {

    private Latest() {}

    public static <S extends State> Collection<S> of(Collection<S> states) {
        Map<Long, S> latest = LinkedHashMap.newLinkedHashMap(states.size());
        for (S state : states) {
            latest.merge(state.id(), state, BinaryOperator.maxBy(State.ORDER));
        }
        return latest.values();
    }
}
