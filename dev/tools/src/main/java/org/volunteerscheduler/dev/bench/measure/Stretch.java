// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.measure;

/**
 * A measured stretch of work.
 *
 * @param unit what was done, in the singular: sale, volunteer
 * @param units how much of it
 * @param figures what belongs to this kind of work, the one that is compared first
 */
public record Stretch(String unit, double units, Usage usage, Figures figures) {

    /** All of it: the work's own figures, then what it cost. */
    public Figures allFigures() {
        return new Figures().addAll(figures).addUsage(usage, units);
    }
}
