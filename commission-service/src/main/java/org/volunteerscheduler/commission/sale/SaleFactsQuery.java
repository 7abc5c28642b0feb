// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.volunteerscheduler.commission.rule.EarlierSales;
import org.volunteerscheduler.commission.rule.KnownSale;
import org.volunteerscheduler.commission.rule.RecordedTotals;
import org.volunteerscheduler.commission.rule.ReferralChain.Member;
import org.volunteerscheduler.commission.rule.Sale;
import org.volunteerscheduler.commission.rule.SaleFacts;
import org.volunteerscheduler.commission.rule.SaleFacts.Candidate;
import org.volunteerscheduler.commission.rule.SaleFlag;
import org.volunteerscheduler.commission.volunteer.VolunteerDirectory;
import org.volunteerscheduler.platform.database.Column;

/** Gathers what the rules need to know of a batch of sales, in three statements at once. */
@ApplicationScoped
class SaleFactsQuery {

    // A sale that is recorded counts as it was recorded, whatever is delivered now.
    private static final String LOOK_UP = """
            select coalesce(sale.id, nextval('sale_id')) as id, sale.id is null as is_new,
                sale.transaction_id, sale.user_id, sale.amount, sale.currency, sale.sold_at, sale.received_at,
                sale.awaited_since, sale.awaited_user_id,
                (select count(*)::int from (
                    select from sale as other
                    where other.user_id = coalesce(sale.user_id, asked.user_id)
                        and other.sold_at <= coalesce(sale.sold_at, asked.sold_at)
                        and other.sold_at > coalesce(sale.sold_at, asked.sold_at) - $4::bigint * interval '1 second'
                        and other.transaction_id <> asked.transaction_id
                    limit $5) as recent) as recent_by_buyer,
                exists (select from sale where id = $6) as in_flight_counted
            from unnest($1::text[], $2::bigint[], $3::timestamptz[]) with ordinality
                    as asked (transaction_id, user_id, sold_at, n)
                left join sale using (transaction_id)
            order by asked.n
            """;

    private final Pool database;
    private final SaleTotals totals;
    private final VolunteerDirectory volunteers;
    private final Clock clock;

    SaleFactsQuery(Pool database, SaleTotals totals, VolunteerDirectory volunteers, Clock clock) {
        this.database = database;
        this.totals = totals;
        this.volunteers = volunteers;
        this.clock = clock;
    }

    /**
     * @param delivered in the order of the queue; may have the same sale several times, and none of those in flight
     * @param inFlight sales that count as recorded, whether the database shows them yet or not
     */
    Uni<SaleFacts> gather(List<Sale> delivered, SalesInFlight inFlight) {
        if (delivered.isEmpty()) {
            return Uni.createFrom().item(SaleFacts.none(clock.instant()));
        }
        Map<String, List<Sale>> byId = delivered.stream()
                .collect(Collectors.groupingBy(Sale::transactionId, LinkedHashMap::new, Collectors.toList()));
        List<Sale> first = byId.values().stream().map(List::getFirst).toList();
        // Nearly all are new, so what the rules need of a sale as delivered is gathered while it is looked up.
        return Uni.combine()
                .all()
                .unis(lookUp(first, inFlight), surroundings(first, inFlight))
                .asTuple()
                .chain(both -> {
                    List<Candidate> candidates = new ArrayList<>(first.size());
                    for (int i = 0; i < first.size(); i++) {
                        List<Sale> deliveries = byId.get(first.get(i).transactionId());
                        LookedUp found = both.getItem1().get(i);
                        candidates.add(found.candidate(deliveries));
                    }
                    return asRecorded(candidates, both.getItem2(), inFlight)
                            .map(found -> new SaleFacts(candidates, found.paths, found.totals, clock.instant()));
                });
    }

    private Uni<Surroundings> asRecorded(List<Candidate> candidates, Surroundings asDelivered, SalesInFlight inFlight) {
        return candidates.stream().allMatch(candidate -> candidate.known() instanceof KnownSale.New)
                ? Uni.createFrom().item(asDelivered)
                : surroundings(candidates.stream().map(Candidate::sale).toList(), inFlight);
    }

    private record Surroundings(Map<Long, List<Member>> paths, RecordedTotals totals) {}

    private Uni<Surroundings> surroundings(List<Sale> sales, SalesInFlight inFlight) {
        Set<Long> buyers = sales.stream().map(Sale::buyerId).collect(Collectors.toSet());
        List<Instant> soldAt = sales.stream().map(Sale::soldAt).toList();
        return Uni.combine()
                .all()
                .unis(volunteers.paths(buyers), totals.around(soldAt, inFlight))
                .with(Surroundings::new);
    }

    /** @param uncounted not among the recent ones */
    private record LookedUp(KnownSale known, int recentByBuyer, EarlierSales uncounted) {

        Candidate candidate(List<Sale> deliveries) {
            return new Candidate(deliveries.getFirst(), deliveries.subList(1, deliveries.size()), known, recentByBuyer)
                    .counting(uncounted);
        }
    }

    private Uni<List<LookedUp>> lookUp(List<Sale> sales, SalesInFlight inFlight) {
        return database.preparedQuery(LOOK_UP)
                .execute(Tuple.of(
                        Column.texts(sales, Sale::transactionId),
                        Column.longs(sales, Sale::buyerId),
                        Column.instants(sales, Sale::soldAt),
                        SaleFlag.RAPID_WINDOW.toSeconds(),
                        SaleFlag.RAPID_SALES_ALLOWED,
                        inFlight.anyId()))
                .map(rows -> {
                    List<LookedUp> found = new ArrayList<>(sales.size());
                    rows.forEach(row -> found.add(new LookedUp(
                            known(row),
                            row.getInteger("recent_by_buyer"),
                            inFlight.uncounted(row.getBoolean("in_flight_counted")))));
                    return found;
                });
    }

    private static KnownSale known(Row row) {
        long id = row.getLong("id");
        if (row.getBoolean("is_new")) {
            return new KnownSale.New(id);
        }
        Long awaitedUserId = row.getLong("awaited_user_id");
        Sale sale = SaleRow.sale(row);
        return awaitedUserId == null
                ? new KnownSale.Settled(id, sale)
                : new KnownSale.Waiting(id, sale, awaitedUserId, Column.instant(row, "awaited_since"));
    }
}
