package org.volunteerscheduler.commission.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.volunteerscheduler.platform.database.Column;

/** The immutable entries of one volunteer, as they are read. */
@ApplicationScoped
class Statements {

    private static final String STATEMENT = """
            select entry.sale_id, entry.level, entry.reversal, entry.sold_at, entry.rate, entry.multiplier, entry.amount,
                entry.sale_amount, entry.recorded_at, sale.transaction_id, sale.user_id as buyer_id, sale.currency
            from ledger_entry as entry join sale on sale.id = entry.sale_id
            where entry.user_id = $1 and entry.sold_at >= $2 and entry.sold_at < $3
                and ($4::timestamptz is null
                    or (entry.sold_at, entry.sale_id, entry.level, entry.reversal) < ($4, $5, $6, $7))
            order by entry.sold_at desc, entry.sale_id desc, entry.level desc, entry.reversal desc
            limit $8
            """;

    private static final String TOTAL = """
            select coalesce(sum(amount), 0) as total from ledger_entry
            where user_id = $1 and sold_at >= $2 and sold_at < $3
            """;

    private final Pool database;

    Statements(Pool database) {
        this.database = database;
    }

    /** Newest first: the volunteer's entries with from ≤ sold_at &lt; to, at most {@code most} behind {@code after}. */
    Uni<List<LedgerEntry>> statement(long userId, Instant from, Instant to, LedgerEntry.Position after, int most) {
        LedgerEntry.Position position = after == null ? LedgerEntry.Position.NONE : after;
        return database.preparedQuery(STATEMENT)
                .execute(Tuple.tuple()
                        .addLong(userId)
                        .addOffsetDateTime(Column.timestamp(from))
                        .addOffsetDateTime(Column.timestamp(to))
                        .addOffsetDateTime(Column.timestamp(position.soldAt()))
                        .addLong(position.saleId())
                        .addInteger(position.level())
                        .addBoolean(position.reversal())
                        .addInteger(most))
                .map(rows -> {
                    List<LedgerEntry> entries = new ArrayList<>(rows.size());
                    rows.forEach(row -> entries.add(entry(row)));
                    return entries;
                });
    }

    Uni<BigDecimal> total(long userId, Instant from, Instant to) {
        return database.preparedQuery(TOTAL)
                .execute(Tuple.of(userId, Column.timestamp(from), Column.timestamp(to)))
                .map(rows -> rows.iterator().next().getBigDecimal("total"));
    }

    private static LedgerEntry entry(Row row) {
        return new LedgerEntry(
                row.getLong("sale_id"),
                row.getString("transaction_id"),
                Column.instant(row, "sold_at"),
                row.getLong("buyer_id"),
                row.getBigDecimal("sale_amount").stripTrailingZeros(),
                row.getString("currency"),
                row.getInteger("level"),
                row.getBigDecimal("rate"),
                row.getBigDecimal("multiplier"),
                row.getBigDecimal("amount"),
                row.getBoolean("reversal"),
                Column.instant(row, "recorded_at"));
    }
}
