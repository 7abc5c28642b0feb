// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.volunteerscheduler.commission.rule.Sale;
import org.volunteerscheduler.platform.database.Column;
import org.volunteerscheduler.platform.database.Pages;
import org.volunteerscheduler.platform.messaging.OutgoingMessage;

/** The sales that wait for a volunteer, and who wakes them: sent as work again, page by page, however many there are. */
@ApplicationScoped
public class WaitingSales {

    private static final int PAGE = 1000;

    private static final String WAITING_FOR = """
            select id, transaction_id, user_id, amount, currency, sold_at, received_at
            from sale where settled_at is null and awaited_user_id = any ($1::bigint[]) and id > $2
            order by id limit $3
            """;

    // Somebody is known by now, or a member of the chain was waited for long enough.
    private static final String OVERDUE = """
            select sale.id, transaction_id, sale.user_id, amount, currency, sold_at, received_at
            from sale left join volunteer as awaited on awaited.user_id = sale.awaited_user_id
            where settled_at is null and sale.id > $2
                and (awaited.user_id is not null or (awaited_user_id <> sale.user_id and awaited_since <= $1))
            order by sale.id limit $3
            """;

    private static final String COUNT = "select count(*) as waiting from sale where settled_at is null";

    private final Pool database;

    public WaitingSales(Pool database) {
        this.database = database;
    }

    private record Waiting(long id, Sale sale) {}

    /** @param send given a page of sales as they are sent to whoever settles them */
    public Uni<Void> wakeWaitingFor(Collection<Long> userIds, Function<List<OutgoingMessage>, Uni<Void>> send) {
        if (userIds.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return wake(afterId -> page(WAITING_FOR, Tuple.of(userIds.toArray(Long[]::new), afterId, PAGE)), send);
    }

    /**
     * As {@link #wakeWaitingFor}, the sales that need wait no longer.
     *
     * @param since who has waited for a member of the chain since then, or longer, has waited long enough
     */
    Uni<Void> wakeOverdue(Instant since, Function<List<OutgoingMessage>, Uni<Void>> send) {
        return wake(afterId -> page(OVERDUE, Tuple.of(Column.timestamp(since), afterId, PAGE)), send);
    }

    Uni<Long> count() {
        return database.query(COUNT)
                .execute()
                .map(rows -> rows.iterator().next().getLong("waiting"));
    }

    private static Uni<Void> wake(
            LongFunction<Uni<List<Waiting>>> pages, Function<List<OutgoingMessage>, Uni<Void>> send) {
        return new Pages<>(PAGE, Waiting::id)
                .each(
                        pages,
                        page -> send.apply(page.stream()
                                .map(waiting -> SaleMessages.recorded(waiting.sale()))
                                .toList()));
    }

    private Uni<List<Waiting>> page(String statement, Tuple parameters) {
        return database.preparedQuery(statement).execute(parameters).map(rows -> {
            List<Waiting> page = new ArrayList<>(rows.size());
            for (Row row : rows) {
                page.add(new Waiting(row.getLong("id"), SaleRow.sale(row)));
            }
            return page;
        });
    }
}
