package org.volunteerscheduler.platform.database;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Facts are states: of several about the same thing the latest holds, of two equally late ones the first. */
public final class Latest {

    private Latest() {}

    public static <T> Collection<T> of(Collection<T> facts, Function<T, Long> id, Function<T, Instant> updatedAt) {
        Map<Long, T> latest = LinkedHashMap.newLinkedHashMap(facts.size());
        for (T fact : facts) {
            latest.merge(
                    id.apply(fact),
                    fact,
                    (known, later) -> updatedAt.apply(later).isAfter(updatedAt.apply(known)) ? later : known);
        }
        return latest.values();
    }
}
