package org.volunteerscheduler.dev.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a stretch of time cost.
 *
 * @param cpuSeconds processor time by who used it; empty where the system does not tell
 * @param busyShares of each core, 0 to 1; empty where the system does not tell
 */
public record Usage(double seconds, Map<Consumer, Double> cpuSeconds, List<Double> busyShares) {

    public static final Usage NONE = new Usage(0, Map.of(), List.of());

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
        Map<Consumer, Double> cpu = new TreeMap<>(cpuSeconds);
        other.cpuSeconds.forEach((consumer, used) -> cpu.merge(consumer, used, Double::sum));
        double together = seconds + other.seconds;
        List<Double> busy = new ArrayList<>();
        for (int i = 0; i < busyShares.size(); i++) {
            busy.add((busyShares.get(i) * seconds + other.busyShares.get(i) * other.seconds) / together);
        }
        return new Usage(together, cpu, busy);
    }
}
