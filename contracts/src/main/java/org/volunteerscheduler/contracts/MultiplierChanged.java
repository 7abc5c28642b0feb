// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** The activity multipliers that a run changed, up to 1000 in one message. */
public record MultiplierChanged(List<Multiplier> items) implements Message {

    public static final int MAX_ITEMS = 1000;

    /**
     * One volunteer's multiplier; of two, the one with the later {@code asOf} holds, see {@link State}.
     *
     * @param multiplier 0 to 1000, 4 decimals
     */
    public record Multiplier(long userId, BigDecimal multiplier, Instant asOf) implements State {

        @Override
        public long id() {
            return userId;
        }

        public static Multiplier read(JsonFields fields) {
            return new Multiplier(
                    fields.positiveLong("user_id"),
                    fields.decimal("multiplier", BigDecimal.ZERO, BigDecimal.valueOf(1000), 4),
                    fields.exactInstant("as_of"));
        }
    }

    public static MultiplierChanged read(JsonFields fields) {
        return new MultiplierChanged(fields.items("items", MAX_ITEMS, Multiplier::read));
    }
}
