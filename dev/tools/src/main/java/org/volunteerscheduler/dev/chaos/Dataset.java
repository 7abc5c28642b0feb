// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.AssignmentChanged.Status;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.dev.system.Refund;
import org.volunteerscheduler.dev.system.Sale;

/**
 * The volunteers, their tasks, their purchases and refunds, the same for the same seed. Some volunteers become known only while
 * the sales come in, so that sales must wait for them; nobody's referrer changes, so what everybody earns does not
 * depend on when a sale is settled.
 */
final class Dataset {

    static final int VOLUNTEERS = 200;
    private static final int KNOWN_AT_FIRST = 150;
    /** These three refer one another in a circle. */
    private static final int CIRCLE = 3;

    private static final int ASSIGNMENTS_EACH = 12;
    private static final int ORGANIZATIONS = 3;

    private final Random random;
    private final Instant start;
    private final RefundPlan refunds;
    private final List<Volunteer> volunteers = new ArrayList<>();
    private final List<Assignment> assignments = new ArrayList<>();

    Dataset(long seed, Instant now) {
        random = new Random(seed);
        refunds = new RefundPlan(random);
        start = now.truncatedTo(ChronoUnit.MILLIS);
        Instant registered = start.minus(Duration.ofDays(100));
        for (int id = 1; id <= VOLUNTEERS; id++) {
            volunteers.add(new Volunteer(
                    id,
                    1 + id % ORGANIZATIONS,
                    referrer(id),
                    1 + random.nextInt(5),
                    random.nextBoolean() ? null : start.minus(Duration.ofHours(random.nextInt(24 * 40))),
                    registered,
                    registered));
        }
        addAssignments();
    }

    private Long referrer(int id) {
        if (id <= CIRCLE) {
            return (long) (id % CIRCLE + 1);
        }
        // One in ten was brought in by nobody; the others by somebody at random, so chains have all lengths.
        return random.nextInt(10) == 0 ? null : Long.valueOf(1 + random.nextInt(VOLUNTEERS) % (id - 1));
    }

    List<Volunteer> volunteers() {
        return volunteers;
    }

    /** Those who are posted before the first sale. */
    List<Volunteer> knownAtFirst() {
        return volunteers.stream().filter(volunteer -> !isLate(volunteer)).toList();
    }

    /** Those who are posted while sales come in. */
    List<Volunteer> late() {
        return volunteers.stream().filter(this::isLate).toList();
    }

    /** Spread over all generations, not the youngest alone. */
    private boolean isLate(Volunteer volunteer) {
        return volunteer.userId() * 7 % VOLUNTEERS >= KNOWN_AT_FIRST;
    }

    /** All states of all assignments; of each assignment in any order. */
    List<Assignment> assignments() {
        return assignments;
    }

    private void addAssignments() {
        long id = 0;
        for (Volunteer volunteer : volunteers) {
            for (int i = random.nextInt(ASSIGNMENTS_EACH * 3); i > 0; i--) {
                Instant assigned = start.minus(Duration.ofHours(random.nextInt(24 * 45) + 24L));
                Instant reviewed = assigned.plus(Duration.ofMinutes(random.nextInt(24 * 60)));
                id++;
                int xp = 1 + random.nextInt(50);
                Status status = random.nextInt(5) == 0 ? Status.REJECTED : Status.APPROVED;
                assignments.add(
                        new Assignment(id, volunteer.userId(), Status.PENDING, xp, 1, assigned, null, assigned));
                assignments.add(new Assignment(
                        id, volunteer.userId(), status, xp, 1, assigned, reviewed, reviewed.plusSeconds(1)));
            }
        }
        Collections.shuffle(assignments, random);
    }

    /** A purchase by anybody, known or not: from amounts that earn nobody anything to such with 8 decimals. */
    Sale nextSale(int number, Instant now) {
        BigDecimal amount =
                switch (random.nextInt(10)) {
                    case 0 -> BigDecimal.valueOf(1 + random.nextInt(60), 2);
                    case 1 -> BigDecimal.valueOf(1 + random.nextLong(5_000_000_000L), 8);
                    default -> BigDecimal.valueOf(100 + random.nextInt(100_000), 2);
                };
        return new Sale(
                1 + random.nextInt(VOLUNTEERS),
                amount,
                "chaos_" + number,
                "SCICENT",
                now.truncatedTo(ChronoUnit.MILLIS));
    }

    /** Of this sale; none of most. */
    List<Refund> refunds(Sale sale) {
        return refunds.of(sale);
    }

    boolean refundsComeFirst() {
        return random.nextInt(3) == 0;
    }

    /** How many sales later: some come with the sale itself, others seconds after. */
    int delay(int salesPerSecond) {
        return random.nextInt(10 * salesPerSecond);
    }
}
