// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.database;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.sqlclient.data.Numeric;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.function.Function;

/**
 * Values as the PostgreSQL client wants them: arrays for {@code unnest}, now or for rows that come later; instants and
 * decimals from a row.
 */
public final class Column {

    private Column() {}

    public static <T> Long[] longs(Collection<T> rows, Function<T, Long> value) {
        return rows.stream().map(value).toArray(Long[]::new);
    }

    public static <T> String[] texts(Collection<T> rows, Function<T, String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }

    public static <T> Numeric[] decimals(Collection<T> rows, Function<T, BigDecimal> value) {
        return rows.stream()
                .map(value)
                .map(decimal -> decimal == null ? null : Numeric.create(decimal))
                .toArray(Numeric[]::new);
    }

    public static <T> OffsetDateTime[] instants(Collection<T> rows, Function<T, Instant> value) {
        return rows.stream().map(value).map(Column::timestamp).toArray(OffsetDateTime[]::new);
    }

    public static <T> Function<Collection<T>, Object> longs(Function<T, Long> value) {
        return rows -> longs(rows, value);
    }

    public static <T> Function<Collection<T>, Object> texts(Function<T, String> value) {
        return rows -> texts(rows, value);
    }

    public static <T> Function<Collection<T>, Object> decimals(Function<T, BigDecimal> value) {
        return rows -> decimals(rows, value);
    }

    public static <T> Function<Collection<T>, Object> instants(Function<T, Instant> value) {
        return rows -> instants(rows, value);
    }

    public static OffsetDateTime timestamp(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    public static Instant instant(Row row, String column) {
        return instant(row, row.getColumnIndex(column));
    }

    /** @param position from 0 */
    public static Instant instant(Row row, int position) {
        OffsetDateTime value = row.getOffsetDateTime(position);
        return value == null ? null : value.toInstant();
    }
}
