package org.volunteerscheduler.commission.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.volunteerscheduler.commission.rule.CommissionSchedule.Commission;
import org.volunteerscheduler.commission.rule.SaleFlag;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.platform.database.Column;

/** The sales and, written with them in one statement, their ledger entries. */
@ApplicationScoped
public class SaleBook {

    private static final String LOOK_UP = """
            select asked.n, coalesce(sale.id, nextval('sale_id')) as id, sale.id is null as is_new,
                sale.transaction_id, sale.user_id, sale.amount, sale.currency, sale.sold_at, sale.received_at,
                sale.awaited_since, sale.settled_at, sale.awaited_user_id, sale.flags, 0 as conflicts,
                (select count(*)::int from (
                    select from sale as other
                    where other.user_id = asked.user_id and other.sold_at <= asked.sold_at
                        and other.sold_at > asked.sold_at - $4::bigint * interval '1 second'
                        and other.transaction_id <> asked.transaction_id
                    limit $5) as recent) as recent_by_buyer
            from unnest($1::text[], $2::bigint[], $3::timestamptz[]) with ordinality
                    as asked (transaction_id, user_id, sold_at, n)
                left join sale using (transaction_id)
            order by asked.n
            """;

    // An insert that loses a race finds the other's row and leaves it alone; only the row that was looked up may go
    // from waiting to settled. Ledger entries are written for exactly the sales that this statement settled.
    private static final String RECORD = """
            with decided as (
                select * from unnest($1::bigint[], $2::text[], $3::bigint[], $4::numeric[], $5::text[],
                        $6::timestamptz[], $7::timestamptz[], $8::bigint[], $9::text[])
                    as d (id, transaction_id, user_id, amount, currency, sold_at, received_at, awaited_user_id, flags)
            ), recorded as (
                insert into sale (id, transaction_id, user_id, amount, currency, sold_at, received_at,
                    settled_at, awaited_user_id, awaited_since, flags)
                select id, transaction_id, user_id, amount, currency, sold_at, received_at,
                    case when awaited_user_id is null then now() end, awaited_user_id,
                    case when awaited_user_id is not null then now() end, string_to_array(flags, ',')
                from decided order by transaction_id
                on conflict (transaction_id) do update
                set settled_at = excluded.settled_at, awaited_user_id = excluded.awaited_user_id,
                    awaited_since = excluded.awaited_since, flags = excluded.flags
                where sale.id = excluded.id and sale.settled_at is null
                returning id, sold_at, amount, settled_at, xmax = 0 as is_new
            ), paid as (
                insert into ledger_entry (sale_id, level, sold_at, user_id, sale_amount, rate, multiplier, amount)
                select earned.sale_id, earned.level, recorded.sold_at, earned.user_id, recorded.amount,
                    earned.rate, earned.multiplier, earned.amount
                from unnest($10::bigint[], $11::bigint[], $12::bigint[], $13::numeric[], $14::numeric[], $15::numeric[])
                        as earned (sale_id, level, user_id, rate, multiplier, amount)
                    join recorded on recorded.id = earned.sale_id and recorded.settled_at is not null
            ), totalled as (
                insert into sale_total (unit_seconds, unit_start, sales, amount)
                select unit, floor(extract(epoch from sold_at))::bigint / unit * unit, count(*), sum(amount)
                from recorded cross join (values (1), (60), (3600)) as units (unit)
                where is_new
                group by 1, 2 order by 1, 2
                on conflict (unit_seconds, unit_start) do update
                set sales = sale_total.sales + excluded.sales, amount = sale_total.amount + excluded.amount
            )
            select id from recorded
            """;

    private static final String RECORD_CONFLICTS = """
            insert into sale_conflict (sale_id, user_id, amount, currency, sold_at, received_at)
            select * from unnest($1::bigint[], $2::bigint[], $3::numeric[], $4::text[], $5::timestamptz[],
                $6::timestamptz[])
            on conflict do nothing
            """;

    private static final String WAITING_FOR = """
            select id, transaction_id, user_id, amount, currency, sold_at, received_at, awaited_since, settled_at,
                awaited_user_id, flags, 0 as conflicts
            from sale where settled_at is null and awaited_user_id = any ($1::bigint[]) and id > $2
            order by id limit $3
            """;

    // Somebody is known by now, or a member of the chain was waited for long enough.
    private static final String OVERDUE = """
            select sale.id, transaction_id, sale.user_id, amount, currency, sold_at, received_at, awaited_since,
                settled_at, awaited_user_id, flags, 0 as conflicts
            from sale left join volunteer as awaited on awaited.user_id = sale.awaited_user_id
            where settled_at is null and sale.id > $2
                and (awaited.user_id is not null or (awaited_user_id <> sale.user_id and awaited_since <= $1))
            order by sale.id limit $3
            """;

    private final Pool database;

    public SaleBook(Pool database) {
        this.database = database;
    }

    /** What is known of each of these sales, in their order. */
    Uni<List<LookedUp>> lookUp(List<SaleRecorded> sales) {
        return database.preparedQuery(LOOK_UP)
                .execute(Tuple.of(
                        Column.texts(sales, SaleRecorded::transactionId),
                        Column.longs(sales, SaleRecorded::userId),
                        Column.instants(sales, SaleRecorded::soldAt),
                        SaleFlag.RAPID_WINDOW.toSeconds(),
                        SaleFlag.RAPID_SALES_ALLOWED))
                .map(rows -> {
                    List<LookedUp> found = new ArrayList<>(sales.size());
                    for (Row row : rows) {
                        found.add(new LookedUp(
                                row.getLong("id"),
                                row.getBoolean("is_new") ? null : recordedSale(row),
                                row.getInteger("recent_by_buyer")));
                    }
                    return found;
                });
    }

    /**
     * @param saleId the row's, or a fresh one
     * @param recorded null if it is new
     */
    record LookedUp(long saleId, RecordedSale recorded, int recentByBuyer) {}

    /**
     * Writes what was decided, all or nothing.
     *
     * @return the ids of the sales that were written; what is missing was recorded or settled by somebody else meanwhile
     */
    Uni<Set<Long>> record(List<Decision> decisions) {
        List<Earned> earned = decisions.stream()
                .flatMap(decision ->
                        decision.commissions().stream().map(commission -> new Earned(decision.saleId(), commission)))
                .toList();
        return database.preparedQuery(RECORD)
                .execute(Tuple.from(List.of(
                        Column.longs(decisions, Decision::saleId),
                        Column.texts(decisions, decision -> decision.sale().transactionId()),
                        Column.longs(decisions, decision -> decision.sale().userId()),
                        Column.decimals(decisions, decision -> decision.sale().amount()),
                        Column.texts(decisions, decision -> decision.sale().currency()),
                        Column.instants(decisions, decision -> decision.sale().soldAt()),
                        Column.instants(decisions, decision -> decision.sale().receivedAt()),
                        Column.longs(
                                decisions,
                                decision -> decision.settled()
                                        ? null
                                        : decision.awaitedUserId().getAsLong()),
                        Column.texts(decisions, decision -> decision.flags().stream()
                                .map(SaleFlag::json)
                                .collect(Collectors.joining(","))),
                        Column.longs(earned, Earned::saleId),
                        Column.longs(earned, entry -> (long) entry.commission.level()),
                        Column.longs(earned, entry -> entry.commission.userId()),
                        Column.decimals(earned, entry -> entry.commission.rate()),
                        Column.decimals(earned, entry -> entry.commission.multiplier()),
                        Column.decimals(earned, entry -> entry.commission.amount()))))
                .map(rows -> {
                    Set<Long> written = HashSet.newHashSet(decisions.size());
                    rows.forEach(row -> written.add(row.getLong("id")));
                    return written;
                });
    }

    private record Earned(long saleId, Commission commission) {}

    /**
     * A contradicting delivery is recorded once, however often it comes.
     *
     * @return how many were not known before
     */
    Uni<Integer> recordConflicts(Map<SaleRecorded, Long> saleIdByDelivery) {
        if (saleIdByDelivery.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        List<SaleRecorded> deliveries = List.copyOf(saleIdByDelivery.keySet());
        return database.preparedQuery(RECORD_CONFLICTS)
                .execute(Tuple.of(
                        Column.longs(deliveries, saleIdByDelivery::get),
                        Column.longs(deliveries, SaleRecorded::userId),
                        Column.decimals(deliveries, SaleRecorded::amount),
                        Column.texts(deliveries, SaleRecorded::currency),
                        Column.instants(deliveries, SaleRecorded::soldAt),
                        Column.instants(deliveries, SaleRecorded::receivedAt)))
                .map(RowSet::rowCount);
    }

    /** At most {@code most} sales that wait for one of these volunteers, oldest first, after {@code afterId}. */
    Uni<List<RecordedSale>> waitingFor(Collection<Long> userIds, long afterId, int most) {
        return database.preparedQuery(WAITING_FOR)
                .execute(Tuple.of(userIds.toArray(Long[]::new), afterId, most))
                .map(SaleBook::recordedSales);
    }

    Uni<Long> countWaiting() {
        return database.query("select count(*) as waiting from sale where settled_at is null")
                .execute()
                .map(rows -> rows.iterator().next().getLong("waiting"));
    }

    /** At most {@code most} waiting sales that need wait no longer, oldest first, after {@code afterId}. */
    Uni<List<RecordedSale>> overdue(Instant awaitedUntil, long afterId, int most) {
        return database.preparedQuery(OVERDUE)
                .execute(Tuple.of(Column.timestamp(awaitedUntil), afterId, most))
                .map(SaleBook::recordedSales);
    }

    static List<RecordedSale> recordedSales(RowSet<Row> rows) {
        List<RecordedSale> sales = new ArrayList<>(rows.size());
        rows.forEach(row -> sales.add(recordedSale(row)));
        return sales;
    }

    static RecordedSale recordedSale(Row row) {
        return new RecordedSale(
                row.getLong("id"),
                new SaleRecorded(
                        row.getString("transaction_id"),
                        row.getLong("user_id"),
                        row.getBigDecimal("amount"),
                        row.getString("currency"),
                        Column.instant(row, "sold_at"),
                        Column.instant(row, "received_at")),
                Column.instant(row, "awaited_since"),
                Column.instant(row, "settled_at"),
                row.getLong("awaited_user_id"),
                List.of(row.getArrayOfStrings("flags")),
                row.getInteger("conflicts"));
    }
}
