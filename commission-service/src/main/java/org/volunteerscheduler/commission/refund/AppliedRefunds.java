// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.refund;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.commission.rule.RefundableSale.Reversal;

/** Reads refunds that are applied, with what they took back. */
final class AppliedRefunds {

    private static final String APPLIED =
            "select refund.id, buyer.user_id as buyer_id, refund.amount, " + RefundRow.COLUMNS + """
            , level, reversal.user_id, rate, multiplier, reversal.amount as reversed
            from refund cross join lateral (select user_id from sale where sale.id = refund.sale_id) as buyer
                left join reversal using (sale_id, refunded_before)
            where refund.id = any ($1::bigint[])
            order by refund.id, level
            """;

    private AppliedRefunds() {}

    /** @param ids of their rows */
    static Uni<List<AppliedRefund>> find(SqlConnection connection, Collection<Long> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return connection
                .preparedQuery(APPLIED)
                .execute(Tuple.of((Object) ids.toArray(Long[]::new)))
                .map(rows -> {
                    Map<Long, AppliedRefund> byId = new LinkedHashMap<>();
                    for (Row row : rows) {
                        AppliedRefund applied = byId.computeIfAbsent(
                                row.getLong("id"),
                                id -> new AppliedRefund(
                                        RefundRow.refund(row),
                                        row.getLong("buyer_id"),
                                        row.getBigDecimal("amount"),
                                        new ArrayList<>()));
                        if (row.getInteger("level") != null) {
                            applied.reversals()
                                    .add(new Reversal(
                                            row.getInteger("level"),
                                            row.getLong("user_id"),
                                            row.getBigDecimal("rate"),
                                            row.getBigDecimal("multiplier"),
                                            row.getBigDecimal("reversed")));
                        }
                    }
                    return List.copyOf(byId.values());
                });
    }
}
