// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.dev.bench.measure.Usage.Consumer;
import org.volunteerscheduler.dev.system.ServerProcesses;
import org.volunteerscheduler.dev.system.Service;

class MeterTest {

    private static final long SECOND_NANOS = 1_000_000_000L;

    @Test
    void aBusyThreadIsCountedAsTheClientsProcessorTime() {
        assumeThat(Cores.areKnown()).isTrue();
        Meter meter = new Meter(new ServerProcesses(0, 0), List::of);
        long[] busyNanos = new long[1];
        Usage usage = meter.during(() -> busyNanos[0] = spin(SECOND_NANOS / 5));
        assertThat(usage.cpuSecondsOf(Consumer.CLIENT)).isGreaterThanOrEqualTo(busyNanos[0] / 1e9 - 0.03);
        assertThat(usage.cpuSecondsOf(Consumer.POSTGRESQL)).isZero();
        assertThat(usage.idleShare()).isBetween(0.0, 1.0);
    }

    /** Uses processor time, however long that takes. */
    private static long spin(long cpuNanos) {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        long used = 0;
        while (used < cpuNanos) {
            used = threads.getCurrentThreadCpuTime() - start;
        }
        return used;
    }

    @Test
    void processorTimeIsPerUnitOfWorkAndByWhoUsedIt() {
        Usage usage = new Usage(
                10,
                Map.of(Consumer.SERVICE, 2.0, Consumer.POSTGRESQL, 4.0, Consumer.CLIENT, 1.0),
                Map.of(),
                List.of(0.9, 0.7));
        Map<String, BigDecimal> figures = new Figures().addUsage(usage, 100_000).byName();
        assertThat(figures.get("cpu_us_total")).isEqualByComparingTo("70");
        assertThat(figures.get("cpu_us_service")).isEqualByComparingTo("20");
        assertThat(figures.get("cpu_us_postgresql")).isEqualByComparingTo("40");
        assertThat(figures.get("cpu_us_rabbitmq")).isEqualByComparingTo("0");
        assertThat(figures.get("cpu_us_client")).isEqualByComparingTo("10");
        assertThat(figures.get("idle_share")).isEqualByComparingTo("0.2");
        assertThat(figures.get("others_share")).isEqualByComparingTo("0.45");
    }

    @Test
    void twoStretchesAddUp() {
        Usage one = new Usage(1, Map.of(Consumer.SERVICE, 1.0), Map.of(Service.BUDGET, 1.0), List.of(1.0, 0.0));
        Usage other = new Usage(3, Map.of(Consumer.SERVICE, 1.0), Map.of(Service.BUDGET, 1.0), List.of(0.0, 1.0));
        Usage together = Usage.NONE.plus(one).plus(other);
        assertThat(together.seconds()).isEqualTo(4);
        assertThat(together.cpuSecondsTotal()).isEqualTo(2);
        assertThat(together.cpuSecondsByService()).containsExactly(Map.entry(Service.BUDGET, 2.0));
        assertThat(together.busyShares()).containsExactly(0.25, 0.75);
    }

    @Test
    void aPercentileIsTheSmallestDurationThatSoManyDoNotExceed() {
        Durations durations = new Durations();
        for (int i = 100; i >= 1; i--) {
            durations.add(i * 1_000_000L);
        }
        assertThat(durations.percentileMilliseconds(50)).isEqualTo(50);
        assertThat(durations.percentileMilliseconds(99)).isEqualTo(99);
        assertThat(durations.percentileMilliseconds(100)).isEqualTo(100);
    }
}
