// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.AssignmentChanged.Status;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;

/** What a run of all organizations must find. Source: rules.md, Activity multiplier; see {@link Referrals}. */
final class ExpectedMultipliers {

    private static final Duration WINDOW = Duration.ofDays(30);
    private static final double SECONDS_PER_DAY = 86_400;
    private static final double MAX = 3.0;

    private ExpectedMultipliers() {}

    /** By user id, with 4 decimals. */
    static Map<Long, BigDecimal> asOf(Instant asOf, List<Volunteer> volunteers, List<Assignment> states) {
        Map<Long, Instant> lastActivity = new HashMap<>();
        Map<Long, Integer> approved = new HashMap<>();
        for (Volunteer volunteer : volunteers) {
            if (volunteer.lastActivityAt() != null) {
                lastActivity.put(volunteer.userId(), volunteer.lastActivityAt());
            }
        }
        for (Assignment state : states) {
            if (state.status() == Status.APPROVED && !state.reviewedAt().isAfter(asOf)) {
                lastActivity.merge(
                        state.userId(), state.reviewedAt(), (one, other) -> one.isAfter(other) ? one : other);
                if (state.reviewedAt().isAfter(asOf.minus(WINDOW))) {
                    approved.merge(state.userId(), 1, Integer::sum);
                }
            }
        }
        Referrals referrals = new Referrals(volunteers);
        Map<Long, Integer> activeDownline = new HashMap<>();
        for (Volunteer volunteer : volunteers) {
            Instant last = lastActivity.get(volunteer.userId());
            if (last != null && last.isAfter(asOf.minus(WINDOW))) {
                referrals.chain(volunteer.userId()).forEach(member -> activeDownline.merge(member, 1, Integer::sum));
            }
        }
        Map<Long, BigDecimal> multipliers = new TreeMap<>();
        for (Volunteer volunteer : volunteers) {
            long id = volunteer.userId();
            multipliers.put(
                    id,
                    multiplier(
                            volunteer.level(),
                            approved.getOrDefault(id, 0),
                            activeDownline.getOrDefault(id, 0),
                            lastActivity.get(id),
                            asOf));
        }
        return multipliers;
    }

    static BigDecimal multiplier(int level, int approved, int activeDownline, Instant lastActivity, Instant asOf) {
        int g = approved / 10;
        double activity;
        if (g <= 2) {
            activity = 0.05 * g;
        } else if (g <= 5) {
            activity = 0.10 + 0.03 * (g - 2);
        } else {
            activity = 0.19 + 0.01 * (g - 5);
        }
        double floor = 1 + 0.1 * (level - 1);
        double sum = floor + activity + 0.02 * Math.min(10, activeDownline);
        double days =
                lastActivity == null ? 0 : Duration.between(lastActivity, asOf).toMillis() / 1e3 / SECONDS_PER_DAY;
        double decayed = days > 7 ? Math.max(sum * Math.pow(0.95, days / 7), floor) : sum;
        // What is a decimal fraction exactly, such as 1.00005, is not as a double; so it is rounded twice.
        return new BigDecimal(Math.min(decayed, MAX))
                .setScale(12, RoundingMode.HALF_UP)
                .setScale(4, RoundingMode.HALF_UP);
    }
}
