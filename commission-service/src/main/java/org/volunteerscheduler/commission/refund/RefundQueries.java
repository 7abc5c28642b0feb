// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.refund;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.volunteerscheduler.commission.refund.RefundView.RefundReversal;
import org.volunteerscheduler.commission.rule.Refund;

/** The read side of refunds: each with what it took back. */
@ApplicationScoped
class RefundQueries {

    /** Each status is a statement of its own, so that each has an index of its own. */
    private static String list(String condition) {
        return "with page as (select refund.id, sale_id, refusal, refunded_before, amount, " + RefundRow.COLUMNS
                + " from refund where " + condition + " order by refund.id desc limit $3)" + """

                select page.id, sale_id, refusal, page.amount, refund_id, transaction_id, asked_amount, currency,
                    refunded_at, received_at, reason,
                    (select count(*)::int from refund_conflict where refund_row_id = page.id) as conflicts,
                    level, user_id, reversal.amount as reversed
                from page left join reversal using (sale_id, refunded_before)
                order by page.id desc, level
                """;
    }

    private static final String ONE = list("refund_id = $1 and $2::bigint is null");

    private static String listOf(String status) {
        return list(
                "($1::text is null or transaction_id = $1) and ($2::bigint is null or refund.id < $2) and " + status);
    }

    private static final String ALL = listOf("true");

    private static final Map<RefundStatus, String> BY_STATUS = Map.of(
            RefundStatus.AWAITING_SALE, listOf("decided_at is null"),
            RefundStatus.APPLIED, listOf("sale_id is not null"),
            RefundStatus.REFUSED, listOf("refusal is not null"));

    private final Pool database;

    RefundQueries(Pool database) {
        this.database = database;
    }

    /** @param id in the order of their receipt */
    record Listed(long id, RefundView refund) {}

    Uni<Optional<RefundView>> find(String refundId) {
        return database.preparedQuery(ONE)
                .execute(Tuple.of(refundId, null, 1))
                .map(rows -> views(rows).stream().map(Listed::refund).findFirst());
    }

    /**
     * Newest first.
     *
     * @param status null: any
     * @param transactionId null: any
     * @param beforeId null: from the newest on
     */
    Uni<List<Listed>> list(RefundStatus status, String transactionId, Long beforeId, int limit) {
        return database.preparedQuery(status == null ? ALL : BY_STATUS.get(status))
                .execute(Tuple.of(transactionId, beforeId, limit))
                .map(RefundQueries::views);
    }

    private static List<Listed> views(RowSet<Row> rows) {
        Map<Long, RefundView> views = new LinkedHashMap<>();
        for (Row row : rows) {
            RefundView view = views.computeIfAbsent(row.getLong("id"), first -> view(row));
            if (row.getInteger("level") != null) {
                view.reversals()
                        .add(new RefundReversal(
                                row.getInteger("level"), row.getLong("user_id"), row.getBigDecimal("reversed")));
            }
        }
        return views.entrySet().stream()
                .map(entry -> new Listed(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static RefundView view(Row row) {
        Refund refund = RefundRow.refund(row);
        RefundStatus status = status(row);
        return new RefundView(
                refund.refundId(),
                refund.transactionId(),
                status == RefundStatus.APPLIED
                        ? row.getBigDecimal("amount")
                        : refund.amount().orElse(null),
                refund.currency(),
                refund.refundedAt(),
                status,
                refund.reason(),
                row.getString("refusal"),
                row.getInteger("conflicts"),
                new ArrayList<>());
    }

    private static RefundStatus status(Row row) {
        if (row.getLong("sale_id") != null) {
            return RefundStatus.APPLIED;
        }
        return row.getString("refusal") == null ? RefundStatus.AWAITING_SALE : RefundStatus.REFUSED;
    }
}
