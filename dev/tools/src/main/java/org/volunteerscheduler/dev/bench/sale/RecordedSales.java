// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.sale;

import static org.volunteerscheduler.dev.system.Console.say;

import java.util.List;
import org.volunteerscheduler.dev.bench.fact.VolunteerData;
import org.volunteerscheduler.dev.bench.measure.DiskSpace;
import org.volunteerscheduler.dev.system.DatabaseSession;

/**
 * A history: sales of the past year that are settled already, each with five ledger entries, written straight into
 * commission-service's tables. The volunteers must be there.
 */
public final class RecordedSales {

    /** A sale, its entries and its share of the totals, with all indexes: measured on 2026-11-25 with a million. */
    private static final long BYTES_PER_SALE = 1_500;
    /** Of one statement, so that its progress can be told. */
    private static final long CHUNK = 1_000_000;

    private static final String DAYS = "360 days";

    private static final String CHAINS = """
            create unlogged table bench_chain as
            select row_number() over (order by buyer.user_id) as n, buyer.user_id as buyer, buyer.referrer_id as first,
                first.referrer_id as second, second.referrer_id as third, third.referrer_id as fourth,
                fourth.referrer_id as fifth
            from volunteer as buyer
                join volunteer as first on first.user_id = buyer.referrer_id
                join volunteer as second on second.user_id = first.referrer_id
                join volunteer as third on third.user_id = second.referrer_id
                join volunteer as fourth on fourth.user_id = third.referrer_id
            where fourth.referrer_id is not null
            """;

    /** Ids and times ascend together, as they would have come; every thousandth sale has a flag. */
    private static final String SALES = """
            with made as materialized (
                select id, buyer, first, second, third, fourth, fifth, 10 + random % 99000 * 0.01 as amount,
                    $asOf - interval '$days' * (($to - id)::float8 / ($to - $from)) as sold_at
                from generate_series($chunkFrom, $chunkTo) as id
                    cross join lateral (select hashint8extended(id, 5) & 2147483647 as random) as dice
                    join bench_chain on n = 1 + random % (select count(*) from bench_chain)
            ), sold as (
                insert into sale (id, transaction_id, user_id, amount, currency, sold_at, received_at, recorded_at,
                    settled_at, flags)
                select id, 'recorded_' || id, buyer, amount, 'SCICENT', sold_at, sold_at, sold_at, sold_at,
                    case when id % 1000 = 0 then array['unusual_amount'] else '{}' end
                from made
            ), totalled as (
                insert into sale_total (unit_seconds, unit_start, sales, amount)
                select unit, floor(extract(epoch from sold_at))::bigint / unit * unit, count(*), sum(amount)
                from made cross join (values (1), (60), (3600)) as units (unit)
                group by 1, 2
                on conflict (unit_seconds, unit_start) do update
                set sales = sale_total.sales + excluded.sales, amount = sale_total.amount + excluded.amount
            )
            insert into ledger_entry (sale_id, level, sold_at, user_id, sale_amount, rate, amount, recorded_at)
            select id, level, sold_at, user_id, amount, rate, round(amount * rate, 2), sold_at
            from made cross join lateral (values
                (1, first, 0.10), (2, second, 0.08), (3, third, 0.06), (4, fourth, 0.04), (5, fifth, 0.02))
                as earned (level, user_id, rate)
            """;

    /** Those that no constraint stands on; they are faster made anew than kept up to date. */
    private static final String SECONDARY_INDEXES = """
            select index.relname as name, pg_get_indexdef(index.oid) as definition
            from pg_index join pg_class as index on index.oid = indexrelid
            where indrelid in ('sale'::regclass, 'ledger_entry'::regclass)
                and not exists (select from pg_constraint where conindid = indexrelid)
            """;

    private final VolunteerData volunteers;
    private long recorded;

    public RecordedSales(VolunteerData volunteers) {
        this.volunteers = volunteers;
    }

    /** Makes it so many; there were fewer before. The service must be stopped. */
    public void extendTo(long sales, DatabaseSession session) {
        DiskSpace.require((sales - recorded) * BYTES_PER_SALE, String.format("a history of %,d sales", sales));
        if (recorded == 0) {
            session.execute(CHAINS);
            session.execute("analyze bench_chain");
        }
        record Index(String name, String definition) {}
        List<Index> indexes =
                session.rows(SECONDARY_INDEXES, row -> new Index(row.getString("name"), row.getString("definition")));
        indexes.forEach(index -> session.execute("drop index " + index.name));
        // What a bench has settled in between has ids too.
        long from = (long) session.number("select coalesce(max(id), 0) + 1 from sale");
        long to = from + sales - recorded - 1;
        for (long chunk = from; chunk <= to; chunk += CHUNK) {
            long chunkTo = Math.min(to, chunk + CHUNK - 1);
            session.execute(volunteers
                    .filled(SALES)
                    .replace("$days", DAYS)
                    .replace("$chunkFrom", chunk + "::bigint")
                    .replace("$chunkTo", chunkTo + "::bigint")
                    .replace("$from", from + "::bigint")
                    .replace("$to", to + "::bigint"));
            say("%,d of %,d sales recorded", recorded + chunkTo - from + 1, sales);
        }
        recorded = sales;
        say("making %d indexes anew", indexes.size());
        // Of a partitioned table it says "only", which would leave the partitions out.
        indexes.forEach(index -> session.execute(index.definition.replace(" ON ONLY ", " ON ")));
        session.execute("select setval('sale_id', " + to + ")");
        session.execute("vacuum analyze");
    }
}
