// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

/**
 * A part of a multiplier run waits for whoever takes it. What the part is stands in multiplier-service's database.
 *
 * @param part {@link #GATHERING}, which makes all the others; those are numbered from 1
 */
public record MultiplierPartPlanned(long runId, int part) implements Message {

    public static final int GATHERING = 0;

    public boolean gathers() {
        return part == GATHERING;
    }

    public static MultiplierPartPlanned read(JsonFields fields) {
        return new MultiplierPartPlanned(
                fields.positiveLong("run_id"), fields.wholeNumber("part", 0, Integer.MAX_VALUE));
    }
}
