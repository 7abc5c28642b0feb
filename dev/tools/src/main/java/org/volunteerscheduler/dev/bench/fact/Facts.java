// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.fact;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.AssignmentChanged.Status;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;

/**
 * Volunteers and their assignments as Decidim posts them; the same in every run but for the instant.
 *
 * @param firstId of the volunteers, whose ids follow one another; those of their assignments too, from ten times it
 */
record Facts(long firstId, long volunteers, Instant asOf) {

    static final int ASSIGNMENTS_EACH = 10;

    private static final int ORGANIZATIONS = 10;
    private static final Duration REGISTERED_BEFORE = Duration.ofDays(365);
    private static final int ASSIGNED_WITHIN_SECONDS = 60 * 24 * 60 * 60;
    /** Seven in ten are approved. */
    private static final Status[] STATUSES = {
        Status.APPROVED,
        Status.APPROVED,
        Status.APPROVED,
        Status.APPROVED,
        Status.APPROVED,
        Status.APPROVED,
        Status.APPROVED,
        Status.REJECTED,
        Status.SUBMITTED,
        Status.PENDING
    };

    long assignments() {
        return volunteers * ASSIGNMENTS_EACH;
    }

    /** @param from index of the first, from 0 */
    List<Volunteer> volunteers(long from, long to) {
        return LongStream.range(firstId + from, firstId + to)
                .mapToObj(this::volunteer)
                .toList();
    }

    /** @param from index of the first, from 0 */
    List<Assignment> assignments(long from, long to) {
        long first = firstId * ASSIGNMENTS_EACH;
        return LongStream.range(first + from, first + to)
                .mapToObj(this::assignment)
                .toList();
    }

    private Volunteer volunteer(long id) {
        long random = mix(id);
        Long referrer = id == firstId ? null : Long.valueOf(firstId + random % (id - firstId));
        return new Volunteer(
                id,
                1 + id % ORGANIZATIONS,
                referrer,
                1 + (int) (random % 12),
                asOf.minusSeconds(random % ASSIGNED_WITHIN_SECONDS),
                asOf.minus(REGISTERED_BEFORE),
                asOf);
    }

    private Assignment assignment(long id) {
        long random = mix(id);
        Status status = STATUSES[(int) (random % STATUSES.length)];
        Instant assignedAt =
                asOf.minusSeconds(ASSIGNED_WITHIN_SECONDS + random / STATUSES.length % ASSIGNED_WITHIN_SECONDS);
        boolean reviewed = status == Status.APPROVED || status == Status.REJECTED;
        return new Assignment(
                id,
                id / ASSIGNMENTS_EACH,
                status,
                10 + (int) (random % 90),
                1,
                assignedAt,
                reviewed ? assignedAt.plusSeconds(random % ASSIGNED_WITHIN_SECONDS) : null,
                asOf);
    }

    /** A number from 0 that looks random and depends on the id alone (the finalizer of SplitMix64). */
    private static long mix(long id) {
        long z = id * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return (z ^ (z >>> 31)) >>> 1;
    }
}
