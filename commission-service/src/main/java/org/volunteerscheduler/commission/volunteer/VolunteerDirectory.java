package org.volunteerscheduler.commission.volunteer;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.commission.rule.ReferralChain.Member;
import org.volunteerscheduler.contracts.MultiplierChanged.Multiplier;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.platform.database.Column;
import org.volunteerscheduler.platform.database.Latest;

/** This service's copy of what it must know of volunteers: who referred whom, since when, and their multiplier. */
@ApplicationScoped
public class VolunteerDirectory {

    // Sorted, so that two replicas never wait for each other in a circle.
    private static final String RECORD_VOLUNTEERS = """
            insert into volunteer as known (user_id, organization_id, referrer_id, registered_at, updated_at)
            select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::timestamptz[])
                as fact (user_id, organization_id, referrer_id, registered_at, updated_at)
            order by user_id
            on conflict (user_id) do update
            set organization_id = excluded.organization_id, referrer_id = excluded.referrer_id,
                registered_at = excluded.registered_at, updated_at = excluded.updated_at
            where known.updated_at < excluded.updated_at
            """;

    private static final String RECORD_MULTIPLIERS = """
            insert into multiplier as known (user_id, multiplier, as_of)
            select * from unnest($1::bigint[], $2::numeric[], $3::timestamptz[]) as fact (user_id, multiplier, as_of)
            order by user_id
            on conflict (user_id) do update set multiplier = excluded.multiplier, as_of = excluded.as_of
            where known.as_of < excluded.as_of
            """;

    private static final String CHAINS = """
            with recursive chain (buyer_id, level, user_id) as (
                select buyer_id, 0, buyer_id from unnest($1::bigint[]) as buyer (buyer_id)
                union all
                select chain.buyer_id, chain.level + 1, volunteer.referrer_id
                from chain join volunteer using (user_id)
                where chain.level < $2 and volunteer.referrer_id is not null
            )
            select buyer_id, user_id, registered_at, coalesce(multiplier, 1) as multiplier
            from chain left join volunteer using (user_id) left join multiplier using (user_id)
            order by buyer_id, level
            """;

    private static final String KNOWN = "select user_id from volunteer where user_id = any ($1::bigint[])";

    private final Pool database;

    public VolunteerDirectory(Pool database) {
        this.database = database;
    }

    /** Of several states of one volunteer, here or already known, the one with the latest {@code updatedAt} holds. */
    public Uni<Void> recordVolunteers(Collection<Volunteer> facts) {
        Collection<Volunteer> latest = Latest.of(facts, Volunteer::userId, Volunteer::updatedAt);
        return database.preparedQuery(RECORD_VOLUNTEERS)
                .execute(Tuple.of(
                        Column.longs(latest, Volunteer::userId),
                        Column.longs(latest, Volunteer::organizationId),
                        Column.longs(latest, Volunteer::referrerId),
                        Column.instants(latest, Volunteer::registeredAt),
                        Column.instants(latest, Volunteer::updatedAt)))
                .replaceWithVoid();
    }

    /** As {@link #recordVolunteers}, by {@code asOf}. */
    public Uni<Void> recordMultipliers(Collection<Multiplier> facts) {
        Collection<Multiplier> latest = Latest.of(facts, Multiplier::userId, Multiplier::asOf);
        return database.preparedQuery(RECORD_MULTIPLIERS)
                .execute(Tuple.of(
                        Column.longs(latest, Multiplier::userId),
                        Column.decimals(latest, Multiplier::multiplier),
                        Column.instants(latest, Multiplier::asOf)))
                .replaceWithVoid();
    }

    /**
     * For each buyer the way up: the buyer, the referrer …, at most {@code depth} referrers, ending early with somebody
     * who is not known.
     */
    public Uni<Map<Long, List<Member>>> paths(Collection<Long> buyerIds, int depth) {
        return database.preparedQuery(CHAINS)
                .execute(Tuple.of(buyerIds.toArray(Long[]::new), depth))
                .map(rows -> {
                    Map<Long, List<Member>> paths = HashMap.newHashMap(buyerIds.size());
                    for (Row row : rows) {
                        paths.computeIfAbsent(row.getLong("buyer_id"), buyer -> new ArrayList<>(depth + 1))
                                .add(member(row));
                    }
                    return paths;
                });
    }

    /** Those of these who are known. */
    public Uni<List<Long>> known(Collection<Long> userIds) {
        return database.preparedQuery(KNOWN)
                .execute(Tuple.of((Object) userIds.toArray(Long[]::new)))
                .map(rows -> {
                    List<Long> known = new ArrayList<>(rows.size());
                    rows.forEach(row -> known.add(row.getLong("user_id")));
                    return known;
                });
    }

    private static Member member(Row row) {
        BigDecimal multiplier = row.getBigDecimal("multiplier");
        return new Member(row.getLong("user_id"), Column.instant(row, "registered_at"), multiplier);
    }
}
