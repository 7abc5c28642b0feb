// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.demo;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.AssignmentChanged.Status;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;

/** Four volunteers of an organization of this run's own, and their work of last week. */
final class BudgetVolunteers {

    private static final int FIRST_ID = 31;
    private static final int ORGANIZATION = 50;
    private static final int FIRST_ASSIGNMENT = 60;

    private final long base;
    private final Instant start;
    private final Instant windowEnd;
    private final Map<String, Long> idByName = new LinkedHashMap<>();
    private final List<Volunteer> volunteers = new ArrayList<>();
    private final List<Assignment> assignments = new ArrayList<>();

    BudgetVolunteers(Instant start) {
        this.base = new SaleVolunteers(start).base();
        this.start = start;
        this.windowEnd = LocalDate.ofInstant(start, ZoneOffset.UTC)
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY))
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        volunteer("Nia", null);
        volunteer("Omar", "Nia");
        volunteer("Pia", "Omar");
        volunteer("Quin", null);
        reviewed("Nia", Status.APPROVED, 4, 25, 2);
        reviewed("Omar", Status.APPROVED, 3, 50, 1);
        reviewed("Omar", Status.REJECTED, 1, 50, 1);
        reviewed("Pia", Status.APPROVED, 3, 40, 1);
        assignment("Pia", Status.SUBMITTED, 40, 1, windowEnd.minus(Duration.ofDays(8)), null);
        reviewed("Quin", Status.APPROVED, 2, 500, 3);
    }

    long organizationId() {
        return base + ORGANIZATION;
    }

    Map<String, Long> idByName() {
        return idByName;
    }

    List<Volunteer> volunteers() {
        return volunteers;
    }

    List<Assignment> assignments() {
        return assignments;
    }

    private void volunteer(String name, String referrer) {
        idByName.put(name, base + FIRST_ID + idByName.size());
        volunteers.add(new Volunteer(
                idByName.get(name),
                organizationId(),
                referrer == null ? null : idByName.get(referrer),
                1,
                null,
                start.minus(SaleVolunteers.REGISTERED_BEFORE),
                start));
    }

    private void reviewed(String who, Status status, int count, int xpReward, int levelRequired) {
        Instant reviewedAt = windowEnd.minus(Duration.ofDays(3));
        for (int i = 0; i < count; i++) {
            assignment(who, status, xpReward, levelRequired, reviewedAt.minus(Duration.ofHours(5)), reviewedAt);
        }
    }

    private void assignment(
            String who, Status status, int xpReward, int levelRequired, Instant assignedAt, Instant reviewedAt) {
        assignments.add(new Assignment(
                base + FIRST_ASSIGNMENT + assignments.size(),
                idByName.get(who),
                status,
                xpReward,
                levelRequired,
                assignedAt,
                reviewedAt,
                start));
    }
}
