// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.measure;

/**
 * The best that the same servers could do, measured in the same run.
 *
 * @param what in words
 * @param value in the unit of the figure that is compared
 * @param moreIsBetter whether that figure is a rate; else it is a time
 * @param cpuMicroseconds processor time per unit of work; NaN where it says nothing
 */
public record Limit(String what, double value, boolean moreIsBetter, double cpuMicroseconds) {

    /** Of speeds: 1 is as fast as the limit, 0.5 half as fast. */
    double ratio(double figure) {
        return moreIsBetter ? figure / value : value / figure;
    }

    static double cpuMicroseconds(Usage usage, double units) {
        return usage.cpuSeconds().isEmpty() ? Double.NaN : usage.cpuSecondsTotal() * 1e6 / units;
    }

    public static Limit rate(String what, double units, Usage usage) {
        return new Limit(what, units / usage.seconds(), true, cpuMicroseconds(usage, units));
    }

    public static Limit time(String what, double value) {
        return new Limit(what, value, false, Double.NaN);
    }

    /** Seconds that it takes to do so many units. */
    public static Limit seconds(String what, double units, Usage usage) {
        return new Limit(what, usage.seconds(), false, cpuMicroseconds(usage, units));
    }
}
