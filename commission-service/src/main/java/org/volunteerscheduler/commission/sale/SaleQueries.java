package org.volunteerscheduler.commission.sale;

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
import org.volunteerscheduler.commission.rule.CommissionSchedule.Commission;
import org.volunteerscheduler.commission.rule.SaleFlag;

/** The read side of sales: each with its commissions. */
@ApplicationScoped
class SaleQueries {

    private static final String SALES_WITH_COMMISSIONS = """
            select page.id, page.transaction_id, page.user_id, page.amount, page.currency, page.sold_at,
                page.received_at, page.settled_at is not null as settled, page.flags,
                (select count(*)::int from sale_conflict where sale_id = page.id) as conflicts,
                entry.level, entry.user_id as beneficiary_id, entry.rate, entry.multiplier, entry.amount as earned
            from page left join ledger_entry as entry
                on entry.sale_id = page.id and entry.sold_at = page.sold_at and not entry.reversal
            order by page.id desc, entry.level
            """;

    private static final String ONE = """
            with page as (
                select id, transaction_id, user_id, amount, currency, sold_at, received_at, settled_at, flags
                from sale where transaction_id = $1
            )
            """ + SALES_WITH_COMMISSIONS;

    private static final String LIST = """
            with page as (
                select id, transaction_id, user_id, amount, currency, sold_at, received_at, settled_at, flags
                from sale
                where ($1::text is null or (flags <> '{}' and $1 = any (flags)))
                    and ($2::boolean is null or (settled_at is not null) = $2)
                    and ($3::bigint is null or user_id = $3)
                    and ($4::bigint is null or id < $4)
                order by id desc limit $5
            )
            """ + SALES_WITH_COMMISSIONS;

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
    Uni<List<Listed>> list(Filter filter, int most) {
        return database.preparedQuery(LIST)
                .execute(Tuple.of(
                        filter.flag() == null ? null : filter.flag().json(),
                        filter.status() == null ? null : filter.status() == SaleStatus.SETTLED,
                        filter.userId(),
                        filter.beforeId(),
                        most))
                .map(SaleQueries::views);
    }

    private static List<Listed> views(RowSet<Row> rows) {
        Map<Long, SaleView> views = new LinkedHashMap<>();
        for (Row row : rows) {
            SaleView view = views.computeIfAbsent(row.getLong("id"), first -> view(row));
            if (row.getInteger("level") != null) {
                view.commissions()
                        .add(new Commission(
                                row.getInteger("level"),
                                row.getLong("beneficiary_id"),
                                row.getBigDecimal("rate"),
                                row.getBigDecimal("multiplier"),
                                row.getBigDecimal("earned")));
            }
        }
        return views.entrySet().stream()
                .map(view -> new Listed(view.getKey(), view.getValue()))
                .toList();
    }

    private static SaleView view(Row row) {
        return SaleView.of(
                SaleRow.sale(row),
                row.getBoolean("settled") ? SaleStatus.SETTLED : SaleStatus.AWAITING_VOLUNTEER,
                List.of(row.getArrayOfStrings("flags")),
                row.getInteger("conflicts"),
                new ArrayList<>());
    }
}
