// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.volunteerscheduler.dev.system.Service;

/**
 * What a stretch of time cost.
 *
 * @param cpuSeconds processor time by who used it; empty where the system does not tell
 * @param cpuSecondsByService what the services' share of it consists of
 * @param busyShares of each core, 0 to 1; empty where the system does not tell
 */
public record Usage(
        double seconds,
        Map<Consumer, Double> cpuSeconds,
        Map<Service, Double> cpuSecondsByService,
        List<Double> busyShares) {

    public static final Usage NONE = new Usage(0, Map.of(), Map.of(), List.of());

    /** Who uses processor time. */
    public enum Consumer {
        SERVICE,
        POSTGRESQL,
        RABBITMQ,
        /** The bench itself. */
        CLIENT
    }

    public double cpuSecondsOf(Consumer consumer) {
        return cpuSeconds.getOrDefault(consumer, 0.0);
    }

    public double cpuSecondsTotal() {
        return cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Of all cores. */
    public double idleShare() {
        return 1 - busyShare();
    }

    private double busyShare() {
        return busyShares.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    /** Of all cores: used by nobody who belongs to the bench. */
    public double othersShare() {
        return Math.max(0, busyShare() - cpuSecondsTotal() / (seconds * busyShares.size()));
    }

    /** Both stretches together. */
    public Usage plus(Usage other) {
        if (seconds == 0) {
            return other;
        }
        double together = seconds + other.seconds;
        List<Double> busy = new ArrayList<>();
        for (int i = 0; i < busyShares.size(); i++) {
            busy.add((busyShares.get(i) * seconds + other.busyShares.get(i) * other.seconds) / together);
        }
        return new Usage(
                together, sum(cpuSeconds, other.cpuSeconds), sum(cpuSecondsByService, other.cpuSecondsByService), busy);
    }

    private static <K extends Comparable<K>> Map<K, Double> sum(Map<K, Double> one, Map<K, Double> other) {
        Map<K, Double> sum = new TreeMap<>(one);
        other.forEach((key, value) -> sum.merge(key, value, Double::sum));
        return sum;
    }
}
