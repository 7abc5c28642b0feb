// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * What the migrations of a later version may do under a running replica: every table has one column more, and every text
 * and decimal another type than the prepared statements know. {@link #close} makes all as it was.
 */
public final class SchemaChange implements AutoCloseable {

    /** One statement for each table, and the one that undoes it. */
    private static final String CHANGES = """
            with changed as (
                select relname, attname,
                    format_type(atttypid, atttypmod) || case attcollation when '"C"'::regcollation then ' collate "C"' else '' end
                        as type,
                    case atttypid when 'text'::regtype then 'varchar(10000) collate "C"'
                        else regexp_replace(format_type(atttypid, atttypmod), '\\d+', '40') end as other_type
                from pg_class left join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
                    and (atttypid = 'text'::regtype or atttypid = 'numeric'::regtype and atttypmod <> -1)
                where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
                    and relname <> 'flyway_schema_history'
            )
            select format('alter table %I add column of_a_later_version text%s', relname,
                    string_agg(format(', alter column %I type %s', attname, other_type), '') filter (where attname is not null))
                    as change,
                format('alter table %I drop column of_a_later_version%s', relname,
                    string_agg(format(', alter column %I type %s', attname, type), '') filter (where attname is not null))
                    as undo
            from changed group by relname
            """;

    private final Pool database;
    private final List<String> undo = new ArrayList<>();

    public SchemaChange(Pool database) {
        this.database = database;
        for (Row table : database.query(CHANGES).executeAndAwait()) {
            database.query(table.getString("change")).executeAndAwait();
            undo.add(table.getString("undo"));
        }
    }

    @Override
    public void close() {
        undo.forEach(statement -> database.query(statement).executeAndAwait());
    }
}
