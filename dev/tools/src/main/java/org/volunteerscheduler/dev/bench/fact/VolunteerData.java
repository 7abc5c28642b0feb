// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.fact;

import java.time.Instant;
import org.volunteerscheduler.dev.system.DatabaseSession;
import org.volunteerscheduler.dev.system.Failure;
import org.volunteerscheduler.dev.system.Service;

/**
 * Volunteers in ten organizations and six generations, each brought in by a random one of the generation before: the
 * last generation, two fifths of all, has exactly five referrers. The same in every run but for the instant.
 *
 * @param volunteers at least 1000; user ids are 1 to this
 * @param asOf now, for whoever looks at the data
 */
public record VolunteerData(long volunteers, Instant asOf) {

    /** Referrers of everybody in the last generation. */
    public static final int LEVELS = 5;

    public static final long MIN_VOLUNTEERS = 1_000;
    private static final double FIRST_GENERATION_END = 0.02;
    private static final double LAST_GENERATION_START = 0.60;

    /** Pseudo-random numbers are hashes of the id, so that they do not depend on the order in which rows are made. */
    private static final String ROWS = """
            select id as user_id, 1 + id % 10 as organization_id,
                case when before_count > 0 then before_first + random % before_count end as referrer_id,
                (1 + random / 7 % 12)::int as level,
                case when id % 10 <> 3 then $asOf - random % 5184000 * interval '1 second' end as last_activity_at,
                $asOf - interval '1 year' as registered_at, $asOf as updated_at
            from (values (0.00, 0.02, 0.00, 0.00), (0.02, 0.06, 0.00, 0.02), (0.06, 0.14, 0.02, 0.06),
                    (0.14, 0.30, 0.06, 0.14), (0.30, 0.60, 0.14, 0.30), (0.60, 1.00, 0.30, 0.60))
                    as generation (start, stop, before_start, before_stop)
                cross join lateral (select (before_start * $volunteers)::bigint + 1 as before_first,
                    ((before_stop - before_start) * $volunteers)::bigint as before_count) as before
                cross join lateral generate_series((start * $volunteers)::bigint + 1, (stop * $volunteers)::bigint) as id
                cross join lateral (select hashint8extended(id, 1) & 2147483647 as random) as dice
            """;

    public VolunteerData {
        if (volunteers < MIN_VOLUNTEERS) {
            throw new Failure("there must be at least " + MIN_VOLUNTEERS + " volunteers");
        }
    }

    /** Writes what the service keeps of each volunteer; its table must be empty. */
    public void insert(Service service, DatabaseSession session) {
        String columns =
                switch (service) {
                    case COMMISSION -> "user_id, organization_id, referrer_id, registered_at, updated_at";
                    case MULTIPLIER -> "user_id, organization_id, referrer_id, level, last_activity_at, updated_at";
                    case BUDGET -> "user_id, organization_id, referrer_id, updated_at";
                    case WEBHOOK -> throw new IllegalArgumentException("webhook-service keeps nothing");
                };
        session.execute(
                "insert into volunteer (" + columns + ") select " + columns + " from (" + filled(ROWS) + ") as made");
    }

    /** A statement about these volunteers, with the placeholders {@code $volunteers} and {@code $asOf}. */
    public String filled(String sql) {
        return sql.replace("$volunteers", volunteers + "::bigint").replace("$asOf", "timestamptz '" + asOf + "'");
    }

    /** All up to this one were brought in by nobody. */
    public long lastOfFirstGeneration() {
        return (long) (FIRST_GENERATION_END * volunteers);
    }

    /** The first of the last generation; all after it belong to it too. */
    public long firstWithAllReferrers() {
        return (long) (LAST_GENERATION_START * volunteers) + 1;
    }
}
