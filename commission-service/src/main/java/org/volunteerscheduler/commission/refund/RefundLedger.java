// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.refund;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.volunteerscheduler.commission.rule.RefundDecisions;
import org.volunteerscheduler.commission.rule.RefundDecisions.Conflict;
import org.volunteerscheduler.commission.rule.RefundOutcome;
import org.volunteerscheduler.commission.rule.RefundOutcome.Apply;
import org.volunteerscheduler.commission.rule.RefundOutcome.Await;
import org.volunteerscheduler.commission.rule.RefundOutcome.Refuse;
import org.volunteerscheduler.commission.rule.RefundableSale.Reversal;
import org.volunteerscheduler.platform.database.Column;

/** Writes refunds and, in the same statement, their immutable reversals. */
final class RefundLedger {

    // An insert that loses a race finds the other's row and leaves it alone: only the row that was looked up may be
    // decided.
    private static final String RECORD = """
            with decided as (
                select * from unnest($1::bigint[], $2::text[], $3::text[], $4::numeric[], $5::text[], $6::text[],
                        $7::timestamptz[], $8::timestamptz[], $9::text[], $10::bigint[], $11::numeric[], $12::numeric[],
                        $13::numeric[], $14::timestamptz[])
                    as d (id, refund_id, transaction_id, asked_amount, currency, reason, refunded_at, received_at, refusal,
                        sale_id, sale_amount, refunded_before, amount, sold_at)
            ), recorded as (
                insert into refund (id, refund_id, transaction_id, asked_amount, currency, reason, refunded_at, received_at,
                    refusal, sale_id, sale_amount, refunded_before, amount, decided_at)
                select id, refund_id, transaction_id, asked_amount, currency, reason, refunded_at, received_at, refusal,
                    sale_id, sale_amount, refunded_before, amount,
                    case when sale_id is not null or refusal is not null then now() end
                from decided order by refund_id
                on conflict (refund_id) do update
                set refusal = excluded.refusal, sale_id = excluded.sale_id, sale_amount = excluded.sale_amount,
                    refunded_before = excluded.refunded_before, amount = excluded.amount, decided_at = excluded.decided_at
                where refund.id = excluded.id and refund.decided_at is null
                returning id
            ), reversed as (
                insert into reversal (sale_id, level, refunded_before, refunded_after, sold_at, user_id, sale_amount, rate,
                    multiplier, amount)
                select sale_id, level, refunded_before, refunded_before + decided.amount, sold_at, user_id, sale_amount, rate,
                    multiplier, taken.amount
                from unnest($15::bigint[], $16::bigint[], $17::bigint[], $18::numeric[], $19::numeric[], $20::numeric[])
                        as taken (id, level, user_id, rate, multiplier, amount)
                    join decided using (id)
            )
            select id from recorded
            """;

    private static final String RECORD_CONFLICTS = """
            insert into refund_conflict (refund_row_id, transaction_id, asked_amount, currency, refunded_at, received_at)
            select * from unnest($1::bigint[], $2::text[], $3::numeric[], $4::text[], $5::timestamptz[], $6::timestamptz[])
            on conflict do nothing
            """;

    private RefundLedger() {}

    /**
     * What stands in the database once the transaction is committed.
     *
     * @param applied by this call
     * @param refused by this call
     * @param awaiting by this call
     * @param appliedBefore nothing was written for them
     * @param newConflicts contradictions that were not known before
     */
    record Recorded(
            List<AppliedRefund> applied,
            List<Refuse> refused,
            List<Await> awaiting,
            List<AppliedRefund> appliedBefore,
            int newConflicts) {}

    /** Somebody else has recorded one of these refunds since it was looked for: look again. */
    static final class Superseded extends RuntimeException {
        Superseded() {
            super("a refund was recorded by somebody else meanwhile", null, false, false);
        }
    }

    /**
     * Writes what was decided.
     *
     * @throws Superseded and then the transaction must be rolled back
     */
    static Uni<Recorded> record(SqlConnection connection, RefundDecisions decisions) {
        return write(connection, decisions.outcomes())
                .chain(() -> recordConflicts(connection, decisions.conflicts()))
                .chain(newConflicts -> AppliedRefunds.find(connection, decisions.appliedBefore())
                        .map(appliedBefore -> recorded(decisions.outcomes(), appliedBefore, newConflicts)));
    }

    private static Recorded recorded(
            List<RefundOutcome> outcomes, List<AppliedRefund> appliedBefore, int newConflicts) {
        List<AppliedRefund> applied = new ArrayList<>(outcomes.size());
        List<Refuse> refused = new ArrayList<>();
        List<Await> awaiting = new ArrayList<>();
        for (RefundOutcome outcome : outcomes) {
            switch (outcome) {
                case Apply apply ->
                    applied.add(new AppliedRefund(
                            apply.refund(), apply.sale().buyerId(), apply.amount(), apply.reversals()));
                case Refuse refuse -> refused.add(refuse);
                case Await await -> awaiting.add(await);
            }
        }
        return new Recorded(applied, refused, awaiting, appliedBefore, newConflicts);
    }

    private static Uni<Void> write(SqlConnection connection, List<RefundOutcome> outcomes) {
        if (outcomes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Entry> entries = outcomes.stream()
                .filter(Apply.class::isInstance)
                .map(Apply.class::cast)
                .flatMap(apply -> apply.reversals().stream().map(reversal -> new Entry(apply.id(), reversal)))
                .toList();
        return connection
                .preparedQuery(RECORD)
                .execute(Tuple.from(List.of(
                        Column.longs(outcomes, RefundOutcome::id),
                        Column.texts(outcomes, outcome -> outcome.refund().refundId()),
                        Column.texts(outcomes, outcome -> outcome.refund().transactionId()),
                        Column.decimals(
                                outcomes, outcome -> outcome.refund().amount().orElse(null)),
                        Column.texts(outcomes, outcome -> outcome.refund().currency()),
                        Column.texts(outcomes, outcome -> outcome.refund().reason()),
                        Column.instants(outcomes, outcome -> outcome.refund().refundedAt()),
                        Column.instants(outcomes, outcome -> outcome.refund().receivedAt()),
                        Column.texts(
                                outcomes,
                                outcome -> outcome instanceof Refuse refuse
                                        ? refuse.refusal().json()
                                        : null),
                        Column.longs(outcomes, ifApplied(apply -> apply.sale().id())),
                        Column.decimals(
                                outcomes, ifApplied(apply -> apply.sale().amount())),
                        Column.decimals(
                                outcomes, ifApplied(apply -> apply.sale().refunded())),
                        Column.decimals(outcomes, ifApplied(Apply::amount)),
                        Column.instants(
                                outcomes, ifApplied(apply -> apply.sale().soldAt())),
                        Column.longs(entries, Entry::id),
                        Column.longs(entries, entry -> (long) entry.reversal.level()),
                        Column.longs(entries, entry -> entry.reversal.userId()),
                        Column.decimals(entries, entry -> entry.reversal.rate()),
                        Column.decimals(entries, entry -> entry.reversal.multiplier()),
                        Column.decimals(entries, entry -> entry.reversal.amount()))))
                .invoke(rows -> {
                    if (rows.size() < outcomes.size()) {
                        throw new Superseded();
                    }
                })
                .replaceWithVoid();
    }

    private record Entry(long id, Reversal reversal) {}

    private static <T> Function<RefundOutcome, T> ifApplied(Function<Apply, T> value) {
        return outcome -> outcome instanceof Apply apply ? value.apply(apply) : null;
    }

    /**
     * Each contradiction is recorded once, however often it is delivered.
     *
     * @return how many were not known before
     */
    private static Uni<Integer> recordConflicts(SqlConnection connection, List<Conflict> conflicts) {
        if (conflicts.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return connection
                .preparedQuery(RECORD_CONFLICTS)
                .execute(Tuple.of(
                        Column.longs(conflicts, Conflict::id),
                        Column.texts(conflicts, conflict -> conflict.delivered().transactionId()),
                        Column.decimals(
                                conflicts,
                                conflict -> conflict.delivered().amount().orElse(null)),
                        Column.texts(conflicts, conflict -> conflict.delivered().currency()),
                        Column.instants(
                                conflicts, conflict -> conflict.delivered().refundedAt()),
                        Column.instants(
                                conflicts, conflict -> conflict.delivered().receivedAt())))
                .map(RowSet::rowCount);
    }
}
