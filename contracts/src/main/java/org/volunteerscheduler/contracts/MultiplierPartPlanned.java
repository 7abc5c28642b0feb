package org.volunteerscheduler.contracts;

/**
 * A part of a multiplier run waits for whoever takes it. What the part is stands in multiplier-service's database.
 *
 * @param part from 1
 */
public record MultiplierPartPlanned(long runId, int part) implements Message {

    public static MultiplierPartPlanned read(JsonFields fields) {
        return new MultiplierPartPlanned(
                fields.positiveLong("run_id"), fields.wholeNumber("part", 1, Integer.MAX_VALUE));
    }
}
