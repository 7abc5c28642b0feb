package org.volunteerscheduler.dev.chaos;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The volunteers, their tasks and their purchases, the same for the same seed. Some volunteers become known only while
 * the sales come in, so that sales must wait for them; nobody's referrer changes, so what everybody earns does not
 * depend on when a sale is settled.
 */
final class ChaosWorld {

    static final int VOLUNTEERS = 200;
    private static final int KNOWN_AT_FIRST = 150;
    /** These three refer one another in a circle. */
    private static final int CIRCLE = 3;

    private static final int ASSIGNMENTS_EACH = 12;
    private static final int ORGANIZATIONS = 3;

    private final Random random;
    private final Instant start;
    private final List<Volunteer> volunteers = new ArrayList<>();

    ChaosWorld(long seed, Instant now) {
        random = new Random(seed);
        start = now.truncatedTo(ChronoUnit.MILLIS);
        for (int id = 1; id <= VOLUNTEERS; id++) {
            volunteers.add(new Volunteer(
                    id,
                    1 + id % ORGANIZATIONS,
                    referrer(id),
                    1 + random.nextInt(5),
                    random.nextBoolean() ? null : start.minus(Duration.ofHours(random.nextInt(24 * 40))),
                    start.minus(Duration.ofDays(100))));
        }
    }

    /** @param lastActivityAt may be null */
    record Volunteer(
            long userId,
            long organizationId,
            Long referrerId,
            int level,
            Instant lastActivityAt,
            Instant registeredAt) {

        String json() {
            return "{\"user_id\":%d,\"organization_id\":%d,\"referrer_id\":%s,\"level\":%d,\"last_activity_at\":%s,\"registered_at\":\"%s\",\"updated_at\":\"%s\"}"
                    .formatted(
                            userId,
                            organizationId,
                            referrerId,
                            level,
                            lastActivityAt == null ? "null" : "\"" + lastActivityAt + "\"",
                            registeredAt,
                            registeredAt);
        }
    }

    /** One state of a task assignment. */
    record Assignment(
            long assignmentId,
            long userId,
            String status,
            int xpReward,
            Instant assignedAt,
            Instant reviewedAt,
            Instant updatedAt) {

        String json() {
            return "{\"assignment_id\":%d,\"user_id\":%d,\"status\":\"%s\",\"xp_reward\":%d,\"level_required\":1,\"assigned_at\":\"%s\",\"reviewed_at\":%s,\"updated_at\":\"%s\"}"
                    .formatted(
                            assignmentId,
                            userId,
                            status,
                            xpReward,
                            assignedAt,
                            reviewedAt == null ? "null" : "\"" + reviewedAt + "\"",
                            updatedAt);
        }
    }

    record Sale(String transactionId, long buyerId, BigDecimal amount, Instant soldAt) {

        String json() {
            return "{\"user_id\":%d,\"amount\":%s,\"transaction_id\":\"%s\",\"currency\":\"SCICENT\",\"timestamp\":\"%s\"}"
                    .formatted(buyerId, amount.toPlainString(), transactionId, soldAt);
        }
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

    List<Volunteer> knownAtFirst() {
        return volunteers.stream().filter(volunteer -> !isLate(volunteer)).toList();
    }

    List<Volunteer> late() {
        return volunteers.stream().filter(this::isLate).toList();
    }

    /** Spread over all generations, not the youngest alone. */
    private boolean isLate(Volunteer volunteer) {
        return volunteer.userId() * 7 % VOLUNTEERS >= KNOWN_AT_FIRST;
    }

    /** All states of all assignments; of each assignment in any order. */
    List<Assignment> assignments() {
        List<Assignment> states = new ArrayList<>();
        Random dice = new Random(random.nextLong());
        long id = 0;
        for (Volunteer volunteer : volunteers) {
            for (int i = dice.nextInt(ASSIGNMENTS_EACH * 3); i > 0; i--) {
                Instant assigned = start.minus(Duration.ofHours(dice.nextInt(24 * 45) + 24L));
                Instant reviewed = assigned.plus(Duration.ofMinutes(dice.nextInt(24 * 60)));
                id++;
                int xp = 1 + dice.nextInt(50);
                states.add(new Assignment(id, volunteer.userId(), "pending", xp, assigned, null, assigned));
                states.add(new Assignment(
                        id,
                        volunteer.userId(),
                        dice.nextInt(5) == 0 ? "rejected" : "approved",
                        xp,
                        assigned,
                        reviewed,
                        reviewed.plusSeconds(1)));
            }
        }
        Collections.shuffle(states, dice);
        return states;
    }

    /** A purchase by anybody, known or not: from amounts that earn nobody anything to such with 8 decimals. */
    Sale nextSale(int number, Instant now) {
        BigDecimal amount =
                switch (random.nextInt(10)) {
                    case 0 -> BigDecimal.valueOf(1 + random.nextInt(60), 2);
                    case 1 -> BigDecimal.valueOf(1 + random.nextLong(5_000_000_000L), 8);
                    default -> BigDecimal.valueOf(100 + random.nextInt(100_000), 2);
                };
        return new Sale("chaos_" + number, 1 + random.nextInt(VOLUNTEERS), amount, now.truncatedTo(ChronoUnit.MILLIS));
    }
}
