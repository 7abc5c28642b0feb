package org.volunteerscheduler.commission.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.contracts.CommissionEarned;
import org.volunteerscheduler.platform.database.Column;

/** The immutable entries, as they are read. They are written with their sale, in one statement. */
@ApplicationScoped
public class CommissionLedger {

    private static final String ANNOUNCEMENTS = """
            select sale.transaction_id, sale.user_id as buyer_id, sale.amount as sale_amount, sale.currency, sale.sold_at,
                entry.level, entry.user_id, entry.rate, entry.multiplier, entry.amount
            from sale left join ledger_entry as entry
                on entry.sale_id = sale.id and entry.sold_at = sale.sold_at and not entry.reversal
            where sale.id = any ($1::bigint[]) and sale.settled_at is not null
            order by sale.id, entry.level
            """;

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

    public CommissionLedger(Pool database) {
        this.database = database;
    }

    /** What is said of these sales, from their rows; those that are not settled are left out. */
    public Uni<List<CommissionEarned>> announcements(Collection<Long> saleIds) {
        if (saleIds.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return database.preparedQuery(ANNOUNCEMENTS)
                .execute(Tuple.of((Object) saleIds.toArray(Long[]::new)))
                .map(rows -> {
                    Map<String, CommissionEarned> byTransaction = new LinkedHashMap<>();
                    for (Row row : rows) {
                        CommissionEarned sale = byTransaction.computeIfAbsent(
                                row.getString("transaction_id"), id -> announcement(id, row));
                        if (row.getInteger("level") != null) {
                            sale.commissions()
                                    .add(new CommissionEarned.Commission(
                                            row.getInteger("level"),
                                            row.getLong("user_id"),
                                            row.getBigDecimal("rate"),
                                            row.getBigDecimal("multiplier"),
                                            row.getBigDecimal("amount")));
                        }
                    }
                    return List.copyOf(byTransaction.values());
                });
    }

    private static CommissionEarned announcement(String transactionId, Row row) {
        return new CommissionEarned(
                transactionId,
                row.getLong("buyer_id"),
                row.getBigDecimal("sale_amount"),
                row.getString("currency"),
                Column.instant(row, "sold_at"),
                new ArrayList<>());
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
