// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.measure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.volunteerscheduler.dev.bench.measure.Usage.Consumer;
import org.volunteerscheduler.dev.system.Failure;

/** Measured figures by name, units last in the names, in the order in which they are shown. */
public final class Figures {

    private static final double MICROSECONDS = 1e6;

    private final Map<String, BigDecimal> byName = new LinkedHashMap<>();

    public Figures add(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new Failure(
                    name + " cannot be told: too little was done in the time that was measured; see --seconds");
        }
        byName.put(name, rounded(value));
        return this;
    }

    public Figures addAll(Figures others) {
        byName.putAll(others.byName);
        return this;
    }

    /** The median and the 99th percentile. */
    public Figures addLatency(String prefix, Durations durations) {
        return add(prefix + "p50_ms", durations.percentileMilliseconds(50))
                .add(prefix + "p99_ms", durations.percentileMilliseconds(99));
    }

    /** Processor time per unit of work, by who used it, and how busy the machine was. Nothing where it is unknown. */
    public Figures addUsage(Usage usage, double units) {
        if (usage.cpuSeconds().isEmpty()) {
            return this;
        }
        add("cpu_us_total", usage.cpuSecondsTotal() * MICROSECONDS / units);
        for (Consumer consumer : Consumer.values()) {
            add(
                    "cpu_us_" + consumer.name().toLowerCase(Locale.ROOT),
                    usage.cpuSecondsOf(consumer) * MICROSECONDS / units);
        }
        if (usage.cpuSecondsByService().size() > 1) {
            usage.cpuSecondsByService()
                    .forEach((service, seconds) ->
                            add("cpu_us_service_" + service.shortName(), seconds * MICROSECONDS / units));
        }
        return add("idle_share", usage.idleShare()).add("others_share", usage.othersShare());
    }

    public Map<String, BigDecimal> byName() {
        return byName;
    }

    public double value(String name) {
        return byName.get(name).doubleValue();
    }

    /** No more digits than a measurement on a shared machine is worth. */
    private static BigDecimal rounded(double value) {
        int decimals = value >= 1000 ? 0 : value >= 100 ? 1 : value >= 1 ? 2 : 3;
        return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
    }
}
