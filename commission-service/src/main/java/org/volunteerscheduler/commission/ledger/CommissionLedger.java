// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.volunteerscheduler.commission.rule.CommissionSchedule.Commission;
import org.volunteerscheduler.commission.rule.Sale;
import org.volunteerscheduler.commission.rule.SaleDecisions;
import org.volunteerscheduler.commission.rule.SaleDecisions.Conflict;
import org.volunteerscheduler.commission.rule.SaleFlag;
import org.volunteerscheduler.commission.rule.SaleOutcome;
import org.volunteerscheduler.commission.rule.SaleOutcome.Settle;
import org.volunteerscheduler.commission.rule.SaleOutcome.Wait;
import org.volunteerscheduler.platform.database.Column;

/** Writes sales and, in the same statement, their immutable ledger entries. */
@ApplicationScoped
public class CommissionLedger {

    // An insert that loses a race finds the other's row and leaves it alone; only the row that was looked up may go
    // from waiting to settled. Ledger entries are written for exactly the sales that this statement settled.
    private static final String RECORD = """
            with decided as (
                select id, transaction_id, user_id, amount, currency, sold_at, received_at, awaited_user_id, flags
                from unnest($1::bigint[], $2::text[], $3::bigint[], $4::numeric[], $5::text[],
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
                returning id, transaction_id, sold_at, amount, settled_at, xmax = 0 as is_new
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
            select id, settled_at is not null and exists (
                    select from refund
                    where refund.transaction_id = recorded.transaction_id and decided_at is null) as refunds_wait
            from recorded
            """;

    private static final String RECORD_CONFLICTS = """
            insert into sale_conflict (sale_id, user_id, amount, currency, sold_at, received_at)
            select sale_id, user_id, amount, currency, sold_at, received_at
            from unnest($1::bigint[], $2::bigint[], $3::numeric[], $4::text[], $5::timestamptz[], $6::timestamptz[])
                as conflict (sale_id, user_id, amount, currency, sold_at, received_at)
            on conflict do nothing
            """;

    private final Pool database;
    private final SettledSales settledSales;

    CommissionLedger(Pool database, SettledSales settledSales) {
        this.database = database;
        this.settledSales = settledSales;
    }

    /**
     * What stands in the database now.
     *
     * @param settled by this call
     * @param waiting by this call, for somebody else than before
     * @param settledBefore nothing was written for them
     * @param lost sales that somebody else recorded or settled since the facts were gathered
     * @param newConflicts contradictions that were not known before
     * @param refundsWaitFor transaction ids of settled sales for which refunds have waited
     */
    public record Recorded(
            List<Settle> settled,
            List<Wait> waiting,
            List<SettledSale> settledBefore,
            List<Sale> lost,
            int newConflicts,
            List<String> refundsWaitFor) {}

    /** Writes what was decided. Sales with their entries are one statement, all or nothing. */
    public Uni<Recorded> record(SaleDecisions decisions) {
        return write(decisions.outcomes())
                .chain(written -> recordConflicts(decisions.conflicts()).chain(newConflicts -> settledSales
                        .of(decisions.settledBefore())
                        .map(settledBefore -> recorded(decisions.outcomes(), written, settledBefore, newConflicts))));
    }

    private static Recorded recorded(
            List<SaleOutcome> outcomes, Map<Long, Boolean> written, List<SettledSale> settledBefore, int newConflicts) {
        List<Settle> settled = new ArrayList<>(outcomes.size());
        List<Wait> waiting = new ArrayList<>();
        List<Sale> lost = new ArrayList<>();
        List<String> refundsWaitFor = new ArrayList<>();
        for (SaleOutcome outcome : outcomes) {
            Boolean refundsWait = written.get(outcome.saleId());
            if (refundsWait == null) {
                lost.add(outcome.sale());
                continue;
            }
            if (refundsWait) {
                refundsWaitFor.add(outcome.sale().transactionId());
            }
            switch (outcome) {
                case Settle settle -> settled.add(settle);
                case Wait wait -> waiting.add(wait);
            }
        }
        return new Recorded(settled, waiting, settledBefore, lost, newConflicts, refundsWaitFor);
    }

    /** @return by the ids of those that were written, whether refunds have waited for them to be settled */
    private Uni<Map<Long, Boolean>> write(List<SaleOutcome> outcomes) {
        if (outcomes.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        List<Entry> entries = outcomes.stream().flatMap(Entry::of).toList();
        return database.preparedQuery(RECORD)
                .execute(Tuple.from(List.of(
                        Column.longs(outcomes, SaleOutcome::saleId),
                        Column.texts(outcomes, outcome -> outcome.sale().transactionId()),
                        Column.longs(outcomes, outcome -> outcome.sale().buyerId()),
                        Column.decimals(outcomes, outcome -> outcome.sale().amount()),
                        Column.texts(outcomes, outcome -> outcome.sale().currency()),
                        Column.instants(outcomes, outcome -> outcome.sale().soldAt()),
                        Column.instants(outcomes, outcome -> outcome.sale().receivedAt()),
                        Column.longs(outcomes, CommissionLedger::awaitedUserId),
                        Column.texts(outcomes, CommissionLedger::flags),
                        Column.longs(entries, Entry::saleId),
                        Column.longs(entries, entry -> (long) entry.commission.level()),
                        Column.longs(entries, entry -> entry.commission.userId()),
                        Column.decimals(entries, entry -> entry.commission.rate()),
                        Column.decimals(entries, entry -> entry.commission.multiplier()),
                        Column.decimals(entries, entry -> entry.commission.amount()))))
                .map(rows -> {
                    Map<Long, Boolean> written = HashMap.newHashMap(rows.size());
                    rows.forEach(row -> written.put(row.getLong("id"), row.getBoolean("refunds_wait")));
                    return written;
                });
    }

    private record Entry(long saleId, Commission commission) {

        static Stream<Entry> of(SaleOutcome outcome) {
            return switch (outcome) {
                case Settle settle ->
                    settle.commissions().stream().map(commission -> new Entry(settle.saleId(), commission));
                case Wait wait -> Stream.empty();
            };
        }
    }

    private static Long awaitedUserId(SaleOutcome outcome) {
        return outcome instanceof Wait wait ? wait.userId() : null;
    }

    private static String flags(SaleOutcome outcome) {
        return outcome instanceof Settle settle
                ? settle.flags().stream().map(SaleFlag::json).collect(Collectors.joining(","))
                : "";
    }

    /**
     * Each contradiction is recorded once, however often it is delivered.
     *
     * @return how many were not known before
     */
    private Uni<Integer> recordConflicts(List<Conflict> conflicts) {
        if (conflicts.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return database.preparedQuery(RECORD_CONFLICTS)
                .execute(Tuple.of(
                        Column.longs(conflicts, Conflict::saleId),
                        Column.longs(conflicts, conflict -> conflict.delivered().buyerId()),
                        Column.decimals(
                                conflicts, conflict -> conflict.delivered().amount()),
                        Column.texts(conflicts, conflict -> conflict.delivered().currency()),
                        Column.instants(
                                conflicts, conflict -> conflict.delivered().soldAt()),
                        Column.instants(
                                conflicts, conflict -> conflict.delivered().receivedAt())))
                .map(RowSet::rowCount);
    }
}
