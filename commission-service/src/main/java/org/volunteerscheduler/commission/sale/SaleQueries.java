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

    private static final String COLUMNS_AND_ENTRIES = """
            select sale.*, (select count(*)::int from sale_conflict where sale_id = sale.id) as conflicts,
                entry.level, entry.user_id as beneficiary_id, entry.rate, entry.multiplier, entry.amount as earned
            from sale left join ledger_entry as entry
                on entry.sale_id = sale.id and entry.sold_at = sale.sold_at and not entry.reversal
            """;

    private static final String ONE = COLUMNS_AND_ENTRIES + " where sale.transaction_id = $1 order by entry.level";

    private static final String LIST = """
            with page as (
                select * from sale
                where ($1::text is null or (flags <> '{}' and $1 = any (flags)))
                    and ($2::boolean is null or (settled_at is not null) = $2)
                    and ($3::bigint is null or user_id = $3)
                    and ($4::bigint is null or id < $4)
                order by id desc limit $5
            )
            """
            + COLUMNS_AND_ENTRIES.replace("from sale ", "from page as sale ")
            + " order by sale.id desc, entry.level";

    private final Pool database;

    SaleQueries(Pool database) {
        this.database = database;
    }

    /**
     * Which sales are listed; null: any.
     *
     * @param beforeId only older ones
     */
    record Filter(SaleFlag flag, Boolean settled, Long userId, Long beforeId) {}

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
                        filter.settled(),
                        filter.userId(),
                        filter.beforeId(),
                        most))
                .map(SaleQueries::views);
    }

    private static List<Listed> views(RowSet<Row> rows) {
        Map<Long, RecordedSale> sales = new LinkedHashMap<>();
        Map<Long, List<Commission>> commissions = new LinkedHashMap<>();
        for (Row row : rows) {
            long id = row.getLong("id");
            sales.computeIfAbsent(id, first -> SaleBook.recordedSale(row));
            List<Commission> paid = commissions.computeIfAbsent(id, first -> new ArrayList<>());
            if (row.getInteger("level") != null) {
                paid.add(new Commission(
                        row.getInteger("level"),
                        row.getLong("beneficiary_id"),
                        row.getBigDecimal("rate"),
                        row.getBigDecimal("multiplier"),
                        row.getBigDecimal("earned")));
            }
        }
        return sales.values().stream()
                .map(sale -> new Listed(sale.id(), SaleView.of(sale, commissions.get(sale.id()))))
                .toList();
    }
}
