// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The states of up to 1000 task assignments. */
public record AssignmentChanged(List<Assignment> items) implements Message {

    public static final int MAX_ITEMS = 1000;

    public enum Status {
        PENDING,
        SUBMITTED,
        APPROVED,
        REJECTED;

        @JsonValue
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One assignment's state; of two, the one with the later {@code updatedAt} holds, see {@link State}.
     *
     * @param xpReward 0 to 1,000,000
     * @param levelRequired from 1
     * @param reviewedAt never before {@code assignedAt}; null while nobody has reviewed it
     */
    public record Assignment(
            long assignmentId,
            long userId,
            Status status,
            int xpReward,
            int levelRequired,
            Instant assignedAt,
            Instant reviewedAt,
            Instant updatedAt)
            implements State {

        @Override
        public long id() {
            return assignmentId;
        }

        @Override
        public Instant asOf() {
            return updatedAt;
        }

        public static Assignment read(JsonFields fields) {
            Assignment assignment = new Assignment(
                    fields.positiveLong("assignment_id"),
                    fields.positiveLong("user_id"),
                    fields.oneOf("status", Status.class),
                    fields.wholeNumber("xp_reward", 0, 1_000_000),
                    fields.wholeNumber("level_required", 1, 1000),
                    fields.instant("assigned_at"),
                    fields.optionalInstant("reviewed_at"),
                    fields.exactInstant("updated_at"));
            boolean reviewed = assignment.status == Status.APPROVED || assignment.status == Status.REJECTED;
            fields.require(
                    !reviewed || !fields.absent("reviewed_at"), "reviewed_at", "is required once approved or rejected");
            fields.require(
                    assignment.reviewedAt == null
                            || assignment.assignedAt == null
                            || !assignment.reviewedAt.isBefore(assignment.assignedAt),
                    "reviewed_at",
                    "must not be before assigned_at");
            return assignment;
        }
    }

    public static AssignmentChanged read(JsonFields fields) {
        return new AssignmentChanged(fields.items("items", MAX_ITEMS, Assignment::read));
    }
}
