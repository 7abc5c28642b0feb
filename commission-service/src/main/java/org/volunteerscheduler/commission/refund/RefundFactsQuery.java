// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.refund;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.volunteerscheduler.commission.rule.CommissionSchedule.Commission;
import org.volunteerscheduler.commission.rule.KnownRefund;
import org.volunteerscheduler.commission.rule.Refund;
import org.volunteerscheduler.commission.rule.RefundFacts;
import org.volunteerscheduler.commission.rule.RefundFacts.Candidate;
import org.volunteerscheduler.commission.rule.RefundableSale;
import org.volunteerscheduler.platform.database.Column;

/** Gathers what the rules need to know of a batch of refunds, in three statements that are sent together. */
final class RefundFactsQuery {

    // Sorted as the statement that records sales locks them, so that nobody waits in a circle.
    private static final String LOCK_SALES = """
            with locked as (
                select id, transaction_id, user_id as buyer_id, amount as sale_amount, currency, sold_at
                from sale where transaction_id = any ($1::text[]) and settled_at is not null
                order by transaction_id for no key update
            )
            select locked.id, transaction_id, buyer_id, locked.sale_amount, currency, locked.sold_at, entry.level,
                entry.user_id, entry.rate, entry.multiplier, entry.amount
            from locked left join ledger_entry as entry on entry.sale_id = locked.id and entry.sold_at = locked.sold_at
            order by locked.id, entry.level
            """;

    // A statement of its own: what this saw would else be older than the lock that was waited for.
    private static final String REFUNDED = """
            select sale.transaction_id, last.refunded_after as refunded
            from sale cross join lateral (
                select refunded_after from refund where refund.sale_id = sale.id order by refunded_before desc limit 1
            ) as last
            where sale.transaction_id = any ($1::text[])
            """;

    // One look-up each: joined as a whole, all the refunds there are would be read while they are few enough.
    private static final String KNOWN = "select coalesce(refund.id, nextval('refund_row_id')) as id,"
            + " refund.id is null as is_new, sale_id, refusal, " + RefundRow.COLUMNS
            + " from unnest($1::text[]) with ordinality as asked (asked_id, n) left join lateral ("
            + "select refund.id, sale_id, refusal, " + RefundRow.COLUMNS
            + " from refund where refund_id = asked_id limit 1) as refund on true order by n";

    private RefundFactsQuery() {}

    /**
     * Until the transaction ends nobody else refunds these sales.
     *
     * @param delivered in the order in which they are decided; may have the same refund several times
     */
    static Uni<RefundFacts> gather(SqlConnection connection, List<Refund> delivered) {
        Map<String, List<Refund>> byId = delivered.stream()
                .collect(Collectors.groupingBy(Refund::refundId, LinkedHashMap::new, Collectors.toList()));
        String[] refundIds = byId.keySet().toArray(String[]::new);
        String[] transactionIds =
                delivered.stream().map(Refund::transactionId).distinct().toArray(String[]::new);
        return Uni.combine()
                .all()
                .unis(
                        connection.preparedQuery(LOCK_SALES).execute(Tuple.of((Object) transactionIds)),
                        connection.preparedQuery(REFUNDED).execute(Tuple.of((Object) transactionIds)),
                        connection.preparedQuery(KNOWN).execute(Tuple.of((Object) refundIds)))
                .with((locked, refunded, known) ->
                        new RefundFacts(candidates(byId, known), sales(locked, amounts(refunded))));
    }

    private static List<Candidate> candidates(Map<String, List<Refund>> byId, RowSet<Row> known) {
        List<Candidate> candidates = new ArrayList<>(byId.size());
        var deliveries = byId.values().iterator();
        for (Row row : known) {
            List<Refund> one = deliveries.next();
            candidates.add(new Candidate(one.getFirst(), one.subList(1, one.size()), known(row)));
        }
        return candidates;
    }

    private static KnownRefund known(Row row) {
        long id = row.getLong("id");
        if (row.getBoolean("is_new")) {
            return new KnownRefund.New(id);
        }
        Refund refund = RefundRow.refund(row);
        if (row.getLong("sale_id") != null) {
            return new KnownRefund.Applied(id, refund);
        }
        return row.getString("refusal") == null
                ? new KnownRefund.Awaiting(id, refund)
                : new KnownRefund.Refused(id, refund);
    }

    private static Map<String, BigDecimal> amounts(RowSet<Row> refunded) {
        Map<String, BigDecimal> amounts = new HashMap<>();
        refunded.forEach(row -> amounts.put(row.getString("transaction_id"), row.getBigDecimal("refunded")));
        return amounts;
    }

    private static Map<String, RefundableSale> sales(RowSet<Row> locked, Map<String, BigDecimal> refunded) {
        Map<String, RefundableSale> sales = new HashMap<>();
        for (Row row : locked) {
            RefundableSale sale = sales.computeIfAbsent(
                    row.getString("transaction_id"),
                    transactionId -> sale(row, refunded.getOrDefault(transactionId, BigDecimal.ZERO)));
            if (row.getInteger("level") != null) {
                sale.commissions()
                        .add(new Commission(
                                row.getInteger("level"),
                                row.getLong("user_id"),
                                row.getBigDecimal("rate"),
                                row.getBigDecimal("multiplier"),
                                row.getBigDecimal("amount")));
            }
        }
        return sales;
    }

    private static RefundableSale sale(Row row, BigDecimal refunded) {
        return new RefundableSale(
                row.getLong("id"),
                row.getLong("buyer_id"),
                row.getBigDecimal("sale_amount"),
                row.getString("currency"),
                Column.instant(row, "sold_at"),
                new ArrayList<>(),
                refunded);
    }
}
