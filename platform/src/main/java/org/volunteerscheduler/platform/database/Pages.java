// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.database;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * Rows in the order of their ids, page by page, however many there are.
 *
 * @param size rows of a page
 * @param id of a row, above 0
 */
public record Pages<R>(int size, ToLongFunction<R> id) {

    /**
     * Uses one page after another, until one is not full.
     *
     * @param read given an id: the page after it
     */
    public Uni<Void> each(LongFunction<Uni<List<R>>> read, Function<List<R>, Uni<Void>> use) {
        return each(read, use, 0);
    }

    private Uni<Void> each(LongFunction<Uni<List<R>>> read, Function<List<R>, Uni<Void>> use, long afterId) {
        return read.apply(afterId).chain(page -> use.apply(page)
                .chain(() -> page.size() < size
                        ? Uni.createFrom().voidItem()
                        : each(read, use, id.applyAsLong(page.getLast()))));
    }
}
