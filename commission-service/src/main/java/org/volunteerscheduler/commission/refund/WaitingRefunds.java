// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.refund;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.volunteerscheduler.platform.database.Pages;
import org.volunteerscheduler.platform.messaging.OutgoingMessage;

/** The refunds that wait for their sale, and who wakes them: sent as work again, page by page, in the order of their receipt. */
@ApplicationScoped
public class WaitingRefunds {

    private static final int PAGE = 1000;

    private static final String OVER = "select refund.id, " + RefundRow.COLUMNS + """

            from refund
            where decided_at is null and refund.id > $1
                and exists (select from sale where sale.transaction_id = refund.transaction_id and settled_at is not null)
            order by refund.id limit $2
            """;

    private static final String OVER_FOR = "select refund.id, " + RefundRow.COLUMNS + """

            from refund
            where decided_at is null and refund.id > $1 and transaction_id = any ($3::text[])
                and exists (select from sale where sale.transaction_id = refund.transaction_id and settled_at is not null)
            order by refund.id limit $2
            """;

    private static final String COUNT = "select count(*) as waiting from refund where decided_at is null";

    private final Pool database;

    WaitingRefunds(Pool database) {
        this.database = database;
    }

    private record Waiting(long id, OutgoingMessage message) {}

    /** @return as they are sent to whoever applies them, the refunds that waited for those of these sales that are settled */
    public Uni<List<OutgoingMessage>> wakeWaitingFor(Collection<String> transactionIds) {
        if (transactionIds.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        String[] ids = transactionIds.toArray(String[]::new);
        List<OutgoingMessage> woken = new ArrayList<>();
        return wake(afterId -> page(OVER_FOR, Tuple.of(afterId, PAGE, ids)), page -> {
                    woken.addAll(page);
                    return Uni.createFrom().voidItem();
                })
                .replaceWith(woken);
    }

    /** @param send given a page of the refunds whose sale is settled, as they are sent to whoever applies them */
    Uni<Void> wakeOverdue(Function<List<OutgoingMessage>, Uni<Void>> send) {
        return wake(afterId -> page(OVER, Tuple.of(afterId, PAGE)), send);
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
                        page -> send.apply(page.stream().map(Waiting::message).toList()));
    }

    private Uni<List<Waiting>> page(String statement, Tuple parameters) {
        return database.preparedQuery(statement).execute(parameters).map(rows -> {
            List<Waiting> page = new ArrayList<>(rows.size());
            for (Row row : rows) {
                page.add(new Waiting(row.getLong("id"), RefundMessages.recorded(RefundRow.refund(row))));
            }
            return page;
        });
    }
}
