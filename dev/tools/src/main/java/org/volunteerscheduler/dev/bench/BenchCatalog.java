// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import org.volunteerscheduler.dev.bench.budget.BudgetLimit;
import org.volunteerscheduler.dev.bench.budget.BudgetWorkload;
import org.volunteerscheduler.dev.bench.fact.CopyLimit;
import org.volunteerscheduler.dev.bench.fact.ImportWorkload;
import org.volunteerscheduler.dev.bench.fact.VolunteerData;
import org.volunteerscheduler.dev.bench.growth.GrowthBench;
import org.volunteerscheduler.dev.bench.measure.Result;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.bench.measure.WorkloadBench;
import org.volunteerscheduler.dev.bench.mixed.MixedWorkload;
import org.volunteerscheduler.dev.bench.multiplier.MultiplierLimit;
import org.volunteerscheduler.dev.bench.multiplier.MultiplierWorkload;
import org.volunteerscheduler.dev.bench.replica.ReplicaBench;
import org.volunteerscheduler.dev.bench.sale.AcceptWorkload;
import org.volunteerscheduler.dev.bench.sale.BrokerLimit;
import org.volunteerscheduler.dev.bench.sale.LatencyWorkload;
import org.volunteerscheduler.dev.bench.sale.RoundTripLimit;
import org.volunteerscheduler.dev.bench.sale.SettleWorkload;
import org.volunteerscheduler.dev.bench.sale.StatementLimit;

/** The benches, by the names that they have on the command line. */
enum BenchCatalog {
    ACCEPT(
            100_000,
            (bed, volunteers) -> WorkloadBench.run(bed, "accept", new AcceptWorkload(volunteers), new BrokerLimit())),
    SETTLE(
            100_000,
            (bed, volunteers) -> WorkloadBench.run(
                    bed, "settle", new SettleWorkload(volunteers, 1), new StatementLimit(volunteers))),
    LATENCY(
            100_000,
            (bed, volunteers) ->
                    WorkloadBench.run(bed, "latency", new LatencyWorkload(volunteers), new RoundTripLimit())),
    MULTIPLIERS(100_000, (bed, volunteers) -> {
        MultiplierWorkload workload = new MultiplierWorkload(volunteers);
        return WorkloadBench.run(bed, "multipliers", workload, new MultiplierLimit(workload));
    }),
    BUDGET(
            100_000,
            (bed, volunteers) ->
                    WorkloadBench.run(bed, "budget", BudgetWorkload.ofOnePool(volunteers), new BudgetLimit())),
    IMPORT(
            1_000_000,
            (bed, volunteers) -> WorkloadBench.run(bed, "import", new ImportWorkload(volunteers), new CopyLimit())),
    MIXED(1_000_000, (bed, volunteers) -> {
        MixedWorkload workload = new MixedWorkload(volunteers);
        return WorkloadBench.run(bed, "mixed", workload, workload);
    }),
    GROWTH(1_000_000, (bed, volunteers) -> new GrowthBench(bed, volunteers).run()),
    REPLICAS(100_000, (bed, volunteers) -> new ReplicaBench(bed, volunteers).run());

    private final long defaultVolunteers;
    private final BiFunction<TestBed, VolunteerData, Result> bench;

    BenchCatalog(long defaultVolunteers, BiFunction<TestBed, VolunteerData, Result> bench) {
        this.defaultVolunteers = defaultVolunteers;
        this.bench = bench;
    }

    static Optional<BenchCatalog> named(String name) {
        return Arrays.stream(values())
                .filter(bench -> bench.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    long defaultVolunteers() {
        return defaultVolunteers;
    }

    Result run(TestBed bed) {
        Instant yesterday = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(1, ChronoUnit.DAYS);
        return bench.apply(bed, new VolunteerData(bed.options().volunteers(), yesterday));
    }
}
