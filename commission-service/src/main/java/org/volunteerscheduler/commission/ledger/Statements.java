// SPDX-License-Identifier: Apache-2.0
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

    // Each of the two is read in the order of its index, and no further than the page needs.
    private static final String STATEMENT = """
            with entry as (
                (select sale_id, level, -1::numeric as refunded_before, sold_at, rate, multiplier, amount, sale_amount,
                    recorded_at
                from ledger_entry
                where user_id = $1 and sold_at >= $2 and sold_at < $3
                    and ($4::timestamptz is null or (sold_at, sale_id, level) <= ($4, $5, $6))
                    and ($4::timestamptz is null or (sold_at, sale_id, level, -1::numeric) < ($4, $5, $6, $7))
                order by sold_at desc, sale_id desc, level desc limit $8)
                union all
                (select sale_id, level, refunded_before, sold_at, rate, multiplier, amount, sale_amount, recorded_at
                from reversal
                where user_id = $1 and sold_at >= $2 and sold_at < $3
                    and ($4::timestamptz is null or (sold_at, sale_id, level, refunded_before) < ($4, $5, $6, $7))
                order by sold_at desc, sale_id desc, level desc, refunded_before desc limit $8)
            )
            select entry.sale_id, level, entry.refunded_before, entry.sold_at, rate, multiplier, entry.amount,
                entry.sale_amount, entry.recorded_at, sale.transaction_id, sale.user_id as buyer_id, sale.currency, refund.refund_id
            from entry join sale on sale.id = entry.sale_id
                left join refund on refund.sale_id = entry.sale_id and refund.refunded_before = entry.refunded_before
            order by entry.sold_at desc, entry.sale_id desc, entry.level desc, entry.refunded_before desc
            limit $8
            """;

    private static final String TOTAL = """
            select coalesce(sum(amount), 0) as total from (
                select amount from ledger_entry where user_id = $1 and sold_at >= $2 and sold_at < $3
                union all
                select amount from reversal where user_id = $1 and sold_at >= $2 and sold_at < $3
            ) as entry
            """;

    private final Pool database;

    Statements(Pool database) {
        this.database = database;
    }

    /** Newest first: the volunteer's entries with from ≤ sold_at &lt; to, at most {@code limit} behind {@code after}. */
    Uni<List<LedgerEntry>> statement(long userId, Instant from, Instant to, LedgerEntry.Position after, int limit) {
        LedgerEntry.Position position = after == null ? LedgerEntry.Position.NONE : after;
        return database.preparedQuery(STATEMENT)
                .execute(Tuple.tuple()
                        .addLong(userId)
                        .addOffsetDateTime(Column.timestamp(from))
                        .addOffsetDateTime(Column.timestamp(to))
                        .addOffsetDateTime(Column.timestamp(position.soldAt()))
                        .addLong(position.saleId())
                        .addInteger(position.level())
                        .addBigDecimal(position.refundedBefore())
                        .addInteger(limit))
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
                row.getString("refund_id") != null,
                row.getString("refund_id"),
                Column.instant(row, "recorded_at"),
                row.getBigDecimal("refunded_before"));
    }
}
