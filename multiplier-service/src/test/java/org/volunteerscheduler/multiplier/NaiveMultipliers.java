// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.AssignmentChanged.Status;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;

/** The rules once more, word by word and volunteer by volunteer, as slow as they come; shares nothing with the service. */
public final class NaiveMultipliers {

    private static final Duration THIRTY_DAYS = Duration.ofDays(30);

    private final Map<Long, Volunteer> volunteers = new LinkedHashMap<>();
    private final List<Assignment> approved = new ArrayList<>();
    private final Instant asOf;

    /** @param volunteers in the order in which they became known: of two states the later holds */
    public NaiveMultipliers(Collection<Volunteer> volunteers, Collection<Assignment> assignments, Instant asOf) {
        this.asOf = asOf;
        volunteers.forEach(volunteer -> this.volunteers.put(volunteer.userId(), volunteer));
        assignments.stream()
                .filter(assignment -> assignment.status() == Status.APPROVED)
                .filter(assignment -> !assignment.reviewedAt().isAfter(asOf))
                .forEach(approved::add);
    }

    public record Expected(int approved, int downline, String multiplier) {}

    public Map<Long, Expected> all() {
        Map<Long, Integer> downline = new LinkedHashMap<>();
        for (Volunteer volunteer : volunteers.values()) {
            if (isActive(volunteer.userId())) {
                chain(volunteer).forEach(member -> downline.merge(member, 1, Integer::sum));
            }
        }
        Map<Long, Expected> expected = new LinkedHashMap<>();
        for (Volunteer volunteer : volunteers.values()) {
            expected.put(volunteer.userId(), expected(volunteer, downline.getOrDefault(volunteer.userId(), 0)));
        }
        return expected;
    }

    /** Up to five, and nobody twice. */
    private Set<Long> chain(Volunteer volunteer) {
        Set<Long> met = new LinkedHashSet<>();
        Long next = volunteer.referrerId();
        while (next != null && next != volunteer.userId() && !met.contains(next) && met.size() < 5) {
            met.add(next);
            next = volunteers.containsKey(next) ? volunteers.get(next).referrerId() : null;
        }
        return met;
    }

    private boolean isActive(long userId) {
        Instant last = lastActivity(userId);
        return last != null && last.isAfter(asOf.minus(THIRTY_DAYS));
    }

    private Instant lastActivity(long userId) {
        Instant last = volunteers.get(userId).lastActivityAt();
        for (Assignment assignment : approved) {
            if (assignment.userId() == userId
                    && (last == null || assignment.reviewedAt().isAfter(last))) {
                last = assignment.reviewedAt();
            }
        }
        return last;
    }

    private Expected expected(Volunteer volunteer, int downline) {
        int count = (int) approved.stream()
                .filter(assignment -> assignment.userId() == volunteer.userId())
                .filter(assignment -> assignment.reviewedAt().isAfter(asOf.minus(THIRTY_DAYS)))
                .count();
        double floor = 1 + 0.1 * (volunteer.level() - 1);
        double sum = floor + activity(count / 10) + 0.02 * Math.min(10, downline);
        Instant last = lastActivity(volunteer.userId());
        double days = last == null ? 0 : Duration.between(last, asOf).toMillis() / 86_400_000.0;
        double decayed = days > 7 ? Math.max(sum * StrictMath.pow(0.95, days / 7), floor) : sum;
        return new Expected(
                count,
                downline,
                BigDecimal.valueOf(Math.min(decayed, 3.0))
                        .setScale(4, RoundingMode.HALF_UP)
                        .toPlainString());
    }

    private static double activity(int g) {
        if (g >= 6) {
            return 0.19 + 0.01 * (g - 5);
        }
        return g >= 3 ? 0.10 + 0.03 * (g - 2) : 0.05 * g;
    }
}
