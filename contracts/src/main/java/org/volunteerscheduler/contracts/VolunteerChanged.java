// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import java.time.Instant;
import java.util.List;

/** The states of up to 1000 volunteers. */
public record VolunteerChanged(List<Volunteer> items) implements Message {

    public static final int MAX_ITEMS = 1000;

    /**
     * One volunteer's state; of two, the one with the later {@code updatedAt} holds, see {@link State}.
     *
     * @param referrerId who brought this volunteer in, or null
     * @param level from 1
     * @param lastActivityAt or null
     */
    public record Volunteer(
            long userId,
            long organizationId,
            Long referrerId,
            int level,
            Instant lastActivityAt,
            Instant registeredAt,
            Instant updatedAt)
            implements State {

        @Override
        public long id() {
            return userId;
        }

        @Override
        public Instant asOf() {
            return updatedAt;
        }

        public static Volunteer read(JsonFields fields) {
            return new Volunteer(
                    fields.positiveLong("user_id"),
                    fields.positiveLong("organization_id"),
                    fields.optionalPositiveLong("referrer_id"),
                    fields.wholeNumber("level", 1, 1000),
                    fields.optionalInstant("last_activity_at"),
                    fields.instant("registered_at"),
                    fields.exactInstant("updated_at"));
        }

        /** A volunteer as Decidim posts it. A message may hold what was accepted before, by which nobody is lost. */
        public static Volunteer readRequest(JsonFields fields) {
            Volunteer volunteer = read(fields);
            fields.require(
                    volunteer.referrerId == null || volunteer.referrerId != volunteer.userId,
                    "referrer_id",
                    "must not be the volunteer");
            return volunteer;
        }
    }

    public static VolunteerChanged read(JsonFields fields) {
        return new VolunteerChanged(fields.items("items", MAX_ITEMS, Volunteer::read));
    }
}
