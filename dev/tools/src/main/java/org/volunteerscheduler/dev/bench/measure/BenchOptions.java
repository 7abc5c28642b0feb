package org.volunteerscheduler.dev.bench.measure;

import java.time.Duration;

/**
 * What the command line can change.
 *
 * @param warmUp how long services are warmed up for, which is not counted
 * @param stretch how long the measured stretch is at least
 * @param volunteers how many there are, with ten assignments each
 */
public record BenchOptions(Duration warmUp, Duration stretch, long volunteers) {

    public static BenchOptions defaults() {
        return new BenchOptions(Duration.ofSeconds(15), Duration.ofSeconds(20), 100_000);
    }

    public BenchOptions withWarmUp(Duration other) {
        return new BenchOptions(other, stretch, volunteers);
    }

    public BenchOptions withStretch(Duration other) {
        return new BenchOptions(warmUp, other, volunteers);
    }

    public BenchOptions withVolunteers(long other) {
        return new BenchOptions(warmUp, stretch, other);
    }
}
