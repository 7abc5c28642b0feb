// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.refund;

import io.vertx.mutiny.sqlclient.Row;
import java.util.Optional;
import org.volunteerscheduler.commission.rule.Refund;
import org.volunteerscheduler.platform.database.Column;

/** The columns of {@code refund} that tell what was sent. */
final class RefundRow {

    static final String COLUMNS =
            "refund.refund_id, transaction_id, asked_amount, refund.currency, refunded_at, refund.received_at, reason";

    private RefundRow() {}

    static Refund refund(Row row) {
        return new Refund(
                row.getString("refund_id"),
                row.getString("transaction_id"),
                Optional.ofNullable(row.getBigDecimal("asked_amount")),
                row.getString("currency"),
                Column.instant(row, "refunded_at"),
                Column.instant(row, "received_at"),
                row.getString("reason"));
    }
}
