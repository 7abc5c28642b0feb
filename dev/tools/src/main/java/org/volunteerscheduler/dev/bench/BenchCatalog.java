package org.volunteerscheduler.dev.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.volunteerscheduler.dev.bench.budget.BudgetLimit;
import org.volunteerscheduler.dev.bench.budget.BudgetWorkload;
import org.volunteerscheduler.dev.bench.fact.VolunteerData;
import org.volunteerscheduler.dev.bench.measure.Result;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.bench.measure.WorkloadBench;
import org.volunteerscheduler.dev.bench.multiplier.MultiplierLimit;
import org.volunteerscheduler.dev.bench.multiplier.MultiplierWorkload;
import org.volunteerscheduler.dev.bench.sale.AcceptWorkload;
import org.volunteerscheduler.dev.bench.sale.BrokerLimit;
import org.volunteerscheduler.dev.bench.sale.LatencyWorkload;
import org.volunteerscheduler.dev.bench.sale.RoundTripLimit;
import org.volunteerscheduler.dev.bench.sale.SettleWorkload;
import org.volunteerscheduler.dev.bench.sale.StatementLimit;

/** The benches, by the names that they have on the command line. */
enum BenchCatalog {
    ACCEPT(bed -> WorkloadBench.run(
            bed, "accept", new AcceptWorkload(volunteers(bed)), stretch -> new BrokerLimit(bed).measure())),
    SETTLE(bed -> WorkloadBench.run(
            bed, "settle", new SettleWorkload(volunteers(bed)), new StatementLimit(bed, volunteers(bed))::measure)),
    LATENCY(bed -> WorkloadBench.run(
            bed, "latency", new LatencyWorkload(volunteers(bed)), stretch -> new RoundTripLimit(bed).measure())),
    MULTIPLIERS(bed -> {
        MultiplierWorkload workload = new MultiplierWorkload(volunteers(bed));
        return WorkloadBench.run(bed, "multipliers", workload, stretch -> new MultiplierLimit(bed, workload).measure());
    }),
    BUDGET(bed ->
            WorkloadBench.run(bed, "budget", BudgetWorkload.ofOnePool(volunteers(bed)), new BudgetLimit(bed)::measure));

    private final Function<TestBed, Result> bench;

    BenchCatalog(Function<TestBed, Result> bench) {
        this.bench = bench;
    }

    static Optional<BenchCatalog> named(String name) {
        return Arrays.stream(values())
                .filter(bench -> bench.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    Result run(TestBed bed) {
        return bench.apply(bed);
    }

    private static VolunteerData volunteers(TestBed bed) {
        return new VolunteerData(
                bed.options().volunteers(),
                Instant.now().truncatedTo(ChronoUnit.DAYS).minus(1, ChronoUnit.DAYS));
    }
}
