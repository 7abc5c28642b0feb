// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.sale;

import io.vertx.mutiny.sqlclient.Row;
import org.volunteerscheduler.commission.rule.Sale;
import org.volunteerscheduler.platform.database.Column;

/** The columns of {@code sale} that every query of sales selects under their own names. */
final class SaleRow {

    private SaleRow() {}

    static Sale sale(Row row) {
        return new Sale(
                row.getString("transaction_id"),
                row.getLong("user_id"),
                row.getBigDecimal("amount"),
                row.getString("currency"),
                Column.instant(row, "sold_at"),
                Column.instant(row, "received_at"));
    }
}
