// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.commission.rule.CommissionSchedule.Commission;
import org.volunteerscheduler.commission.rule.Sale;
import org.volunteerscheduler.platform.database.Column;

/** Settled sales as they stand in the ledger. */
@ApplicationScoped
class SettledSales {

    private static final String SETTLED = """
            select sale.id, sale.transaction_id, sale.user_id as buyer_id, sale.amount as sale_amount, sale.currency,
                sale.sold_at, sale.received_at, entry.level, entry.user_id, entry.rate, entry.multiplier, entry.amount
            from sale left join ledger_entry as entry
                on entry.sale_id = sale.id and entry.sold_at = sale.sold_at and not entry.reversal
            where sale.id = any ($1::bigint[]) and sale.settled_at is not null
            order by sale.id, entry.level
            """;

    private final Pool database;

    SettledSales(Pool database) {
        this.database = database;
    }

    /** Of these sales those that are settled. */
    Uni<List<SettledSale>> of(Collection<Long> saleIds) {
        if (saleIds.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return database.preparedQuery(SETTLED)
                .execute(Tuple.of((Object) saleIds.toArray(Long[]::new)))
                .map(rows -> {
                    Map<Long, SettledSale> byId = new LinkedHashMap<>();
                    for (Row row : rows) {
                        SettledSale settled = byId.computeIfAbsent(
                                row.getLong("id"), id -> new SettledSale(sale(row), new ArrayList<>()));
                        if (row.getInteger("level") != null) {
                            settled.commissions().add(commission(row));
                        }
                    }
                    return List.copyOf(byId.values());
                });
    }

    private static Sale sale(Row row) {
        return new Sale(
                row.getString("transaction_id"),
                row.getLong("buyer_id"),
                row.getBigDecimal("sale_amount"),
                row.getString("currency"),
                Column.instant(row, "sold_at"),
                Column.instant(row, "received_at"));
    }

    private static Commission commission(Row row) {
        return new Commission(
                row.getInteger("level"),
                row.getLong("user_id"),
                row.getBigDecimal("rate"),
                row.getBigDecimal("multiplier"),
                row.getBigDecimal("amount"));
    }
}
