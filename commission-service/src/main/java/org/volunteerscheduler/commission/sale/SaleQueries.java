// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.volunteerscheduler.commission.rule.CommissionSchedule.Commission;
import org.volunteerscheduler.commission.rule.Sale;
import org.volunteerscheduler.commission.rule.SaleFlag;
import org.volunteerscheduler.commission.sale.SaleView.SaleReversal;

/** The read side of sales: each with its commissions and what refunds took back of them. */
@ApplicationScoped
class SaleQueries {

    private static final String SALES_WITH_ENTRIES = """
            select page.id, page.transaction_id, page.user_id, page.amount, page.currency, page.sold_at,
                page.received_at, page.settled_at is not null as settled, page.flags,
                coalesce((select max(refunded_after) from refund where refund.sale_id = page.id), 0) as refunded,
                (select count(*)::int from sale_conflict where sale_id = page.id) as conflicts,
                entry.refund_id, entry.level, entry.user_id as beneficiary_id, entry.rate, entry.multiplier,
                entry.amount as entered
            from page left join lateral (
                select null as refund_id, 0 as refunded_before, level, user_id, rate, multiplier, amount
                from ledger_entry where ledger_entry.sale_id = page.id and ledger_entry.sold_at = page.sold_at
                union all
                select refund.refund_id, refunded_before, level, user_id, rate, multiplier, reversal.amount
                from reversal join refund using (sale_id, refunded_before) where reversal.sale_id = page.id
            ) as entry on true
            order by page.id desc, entry.refund_id is not null, entry.refunded_before, entry.level
            """;

    private static final String ONE = """
            with page as (
                select id, transaction_id, user_id, amount, currency, sold_at, received_at, settled_at, flags
                from sale where transaction_id = $1
            )
            """ + SALES_WITH_ENTRIES;

    /** Each status is a statement of its own, so that each has an index of its own. */
    private static String list(String status) {
        return """
            with page as (
                select id, transaction_id, user_id, amount, currency, sold_at, received_at, settled_at, flags
                from sale
                where ($1::text is null or (flags <> '{}' and $1 = any (flags)))
                    and ($2::bigint is null or user_id = $2)
                    and ($3::bigint is null or id < $3)
                    and %s
                order by id desc limit $4
            )
            """.formatted(status) + SALES_WITH_ENTRIES;
    }

    private static final String ALL = list("true");

    private static final String REFUNDED_AT_ALL = "exists (select from refund where refund.sale_id = sale.id)";

    private static final String REFUNDED_WHOLE =
            "exists (select from refund where refund.sale_id = sale.id and refunded_after = sale_amount)";

    private static final Map<SaleStatus, String> BY_STATUS = Map.of(
            SaleStatus.AWAITING_VOLUNTEER, list("settled_at is null"),
            SaleStatus.SETTLED, list("settled_at is not null and not " + REFUNDED_AT_ALL),
            SaleStatus.PARTIALLY_REFUNDED, list(REFUNDED_AT_ALL + " and not " + REFUNDED_WHOLE),
            SaleStatus.REFUNDED, list(REFUNDED_WHOLE));

    private final Pool database;

    SaleQueries(Pool database) {
        this.database = database;
    }

    /**
     * Which sales are listed; null: any.
     *
     * @param beforeId only older ones
     */
    record Filter(SaleFlag flag, SaleStatus status, Long userId, Long beforeId) {}

    /** A sale and its place in the list. */
    record Listed(long id, SaleView sale) {}

    Uni<Optional<SaleView>> find(String transactionId) {
        return database.preparedQuery(ONE)
                .execute(Tuple.of(transactionId))
                .map(rows -> views(rows).stream().findFirst().map(Listed::sale));
    }

    /** Newest first. */
    Uni<List<Listed>> list(Filter filter, int limit) {
        return database.preparedQuery(filter.status() == null ? ALL : BY_STATUS.get(filter.status()))
                .execute(Tuple.of(
                        filter.flag() == null ? null : filter.flag().json(), filter.userId(), filter.beforeId(), limit))
                .map(SaleQueries::views);
    }

    private static List<Listed> views(RowSet<Row> rows) {
        Map<Long, SaleView> views = new LinkedHashMap<>();
        for (Row row : rows) {
            SaleView view = views.computeIfAbsent(row.getLong("id"), first -> view(row));
            if (row.getString("refund_id") != null) {
                view.reversals()
                        .add(new SaleReversal(
                                row.getString("refund_id"),
                                row.getInteger("level"),
                                row.getLong("beneficiary_id"),
                                row.getBigDecimal("entered")));
            } else if (row.getInteger("level") != null) {
                view.commissions()
                        .add(new Commission(
                                row.getInteger("level"),
                                row.getLong("beneficiary_id"),
                                row.getBigDecimal("rate"),
                                row.getBigDecimal("multiplier"),
                                row.getBigDecimal("entered")));
            }
        }
        return views.entrySet().stream()
                .map(view -> new Listed(view.getKey(), view.getValue()))
                .toList();
    }

    private static SaleView view(Row row) {
        Sale sale = SaleRow.sale(row);
        BigDecimal refunded = row.getBigDecimal("refunded");
        return SaleView.of(
                sale,
                row.getBoolean("settled") ? SaleStatus.of(sale.amount(), refunded) : SaleStatus.AWAITING_VOLUNTEER,
                refunded,
                List.of(row.getArrayOfStrings("flags")),
                row.getInteger("conflicts"),
                new ArrayList<>(),
                new ArrayList<>());
    }
}
