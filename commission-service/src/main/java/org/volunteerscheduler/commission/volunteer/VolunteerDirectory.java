// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.volunteer;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.commission.rule.ReferralChain.Member;
import org.volunteerscheduler.commission.rule.SaleRules;
import org.volunteerscheduler.contracts.MultiplierChanged.Multiplier;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.platform.database.Column;
import org.volunteerscheduler.platform.database.LatestStates;

/** This service's copy of what it must know of volunteers: who referred whom, since when, and their multiplier. */
@ApplicationScoped
public class VolunteerDirectory {

    private static final LatestStates<Volunteer> VOLUNTEERS = LatestStates.table(
            """
            insert into volunteer as known (user_id, organization_id, referrer_id, registered_at, updated_at, tiebreak)
            select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::timestamptz[], $6::bigint[])
                as fact (user_id, organization_id, referrer_id, registered_at, updated_at, tiebreak)
            order by user_id
            on conflict (user_id) do update
            set organization_id = excluded.organization_id, referrer_id = excluded.referrer_id,
                registered_at = excluded.registered_at, updated_at = excluded.updated_at, tiebreak = excluded.tiebreak
            where (known.updated_at, known.tiebreak) < (excluded.updated_at, excluded.tiebreak)
            """,
            Column.longs(Volunteer::userId),
            Column.longs(Volunteer::organizationId),
            Column.longs(Volunteer::referrerId),
            Column.instants(Volunteer::registeredAt),
            Column.instants(Volunteer::updatedAt),
            Column.longs(Volunteer::tiebreak));

    private static final LatestStates<Multiplier> MULTIPLIERS = LatestStates.table(
            """
            insert into multiplier as known (user_id, multiplier, as_of, tiebreak)
            select * from unnest($1::bigint[], $2::numeric[], $3::timestamptz[], $4::bigint[]) as fact (user_id, multiplier, as_of, tiebreak)
            order by user_id
            on conflict (user_id) do update set multiplier = excluded.multiplier, as_of = excluded.as_of, tiebreak = excluded.tiebreak
            where (known.as_of, known.tiebreak) < (excluded.as_of, excluded.tiebreak)
            """,
            Column.longs(Multiplier::userId),
            Column.decimals(Multiplier::multiplier),
            Column.instants(Multiplier::asOf),
            Column.longs(Multiplier::tiebreak));

    /** Of {@link #chains}: who, since when, with which multiplier. */
    private static final int COLUMNS_PER_LEVEL = 3;

    private static final String KNOWN = "select user_id from volunteer where user_id = any ($1::bigint[])";

    private final Pool database;
    private final int depth;
    private final String chains;

    public VolunteerDirectory(Pool database, SaleRules rules) {
        this.database = database;
        this.depth = rules.schedule().depth();
        this.chains = chains(depth, rules.schedule().multiplierCap().isPresent());
    }

    /**
     * One row for each buyer: the buyer, then what is known of each level's referrer. A recursive query would be shorter;
     * but of its intermediate results the planner knows nothing, and reads the whole table for a batch where this looks
     * up five members in an index.
     */
    private static String chains(int depth, boolean multipliers) {
        StringBuilder columns = new StringBuilder("select buyer_id, level_0.registered_at, null::numeric");
        StringBuilder joins = new StringBuilder("""
                 from unnest($1::bigint[]) as buyer (buyer_id)
                    left join volunteer as level_0 on level_0.user_id = buyer_id
                """);
        for (int level = 1; level <= depth; level++) {
            columns.append(", level_%d.referrer_id, level_%d.registered_at, %s"
                    .formatted(
                            level - 1, level, multipliers ? "multiplier_" + level + ".multiplier" : "null::numeric"));
            joins.append("left join volunteer as level_%d on level_%d.user_id = level_%d.referrer_id\n"
                    .formatted(level, level, level - 1));
            if (multipliers) {
                joins.append("left join multiplier as multiplier_%d on multiplier_%d.user_id = level_%d.user_id\n"
                        .formatted(level, level, level));
            }
        }
        return columns.append(joins).toString();
    }

    /** Of several states of one volunteer, here or already known, the one with the latest {@code updatedAt} holds. */
    public Uni<Void> recordVolunteers(Collection<Volunteer> facts) {
        return VOLUNTEERS.record(database, facts);
    }

    /** As {@link #recordVolunteers}, by {@code asOf}. */
    public Uni<Void> recordMultipliers(Collection<Multiplier> facts) {
        return MULTIPLIERS.record(database, facts);
    }

    /**
     * For each buyer the way up: the buyer, the referrer …, as many referrers as are paid, ending early with somebody who
     * is not known. Multipliers are 1 unless commissions are multiplied.
     */
    public Uni<Map<Long, List<Member>>> paths(Collection<Long> buyerIds) {
        return database.preparedQuery(chains)
                .execute(Tuple.of((Object) buyerIds.toArray(Long[]::new)))
                .map(rows -> {
                    Map<Long, List<Member>> paths = HashMap.newHashMap(buyerIds.size());
                    rows.forEach(row -> paths.put(row.getLong(0), path(row)));
                    return paths;
                });
    }

    private List<Member> path(Row row) {
        List<Member> path = new ArrayList<>(depth + 1);
        for (int level = 0; level <= depth; level++) {
            int column = level * COLUMNS_PER_LEVEL;
            Long userId = row.getLong(column);
            if (userId == null) {
                break;
            }
            OffsetDateTime registeredAt = row.getOffsetDateTime(column + 1);
            BigDecimal multiplier = row.getBigDecimal(column + 2);
            path.add(new Member(
                    userId,
                    registeredAt == null ? null : registeredAt.toInstant(),
                    multiplier == null ? BigDecimal.ONE : multiplier));
        }
        return path;
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
}
