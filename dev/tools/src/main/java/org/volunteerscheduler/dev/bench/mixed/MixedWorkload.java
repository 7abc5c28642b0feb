// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.mixed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.volunteerscheduler.dev.bench.budget.BudgetWorkload;
import org.volunteerscheduler.dev.bench.fact.FactImport;
import org.volunteerscheduler.dev.bench.fact.VolunteerData;
import org.volunteerscheduler.dev.bench.measure.DiskSpace;
import org.volunteerscheduler.dev.bench.measure.Figures;
import org.volunteerscheduler.dev.bench.measure.Limit;
import org.volunteerscheduler.dev.bench.measure.LimitBench;
import org.volunteerscheduler.dev.bench.measure.Meter;
import org.volunteerscheduler.dev.bench.measure.Stretch;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.bench.measure.Usage;
import org.volunteerscheduler.dev.bench.measure.Workload;
import org.volunteerscheduler.dev.bench.multiplier.MultiplierWorkload;
import org.volunteerscheduler.dev.bench.sale.LatencyWorkload;
import org.volunteerscheduler.dev.bench.sale.SteadySales;
import org.volunteerscheduler.dev.system.Parallel;
import org.volunteerscheduler.dev.system.Service;

/**
 * What the priorities promise: sales come in at a steady rate and are settled at once while a multiplier run, a weekly
 * budget and an import go on. Each of the four alone comes first, as part of the warm-up, and is the limit.
 */
public final class MixedWorkload implements Workload, LimitBench {

    /** Of the three services' tables and indexes. */
    private static final long BYTES_PER_VOLUNTEER = 8_000;
    /** So that the import takes about as long as the run. */
    private static final long VOLUNTEERS_PER_IMPORTED = 20;

    private final VolunteerData volunteers;
    private final LatencyWorkload sales;
    private final MultiplierWorkload multipliers;
    private final BudgetWorkload budgets;
    private SteadySales.Times salesAlone;
    private Map<String, Double> secondsAlone = Map.of();

    public MixedWorkload(VolunteerData volunteers) {
        this.volunteers = volunteers;
        this.sales = new LatencyWorkload(volunteers);
        this.multipliers = new MultiplierWorkload(volunteers);
        this.budgets = BudgetWorkload.ofOnePool(volunteers);
    }

    @Override
    public List<Service> services() {
        return List.of(Service.COMMISSION, Service.MULTIPLIER, Service.BUDGET, Service.WEBHOOK);
    }

    @Override
    public void setUp(TestBed bed) {
        DiskSpace.require(volunteers.volunteers() * BYTES_PER_VOLUNTEER, "this bench");
        sales.setUp(bed);
        multipliers.setUp(bed);
        budgets.setUp(bed);
    }

    @Override
    public Figures warmUp(TestBed bed) {
        sales.warmUp(bed);
        multipliers.run(bed);
        budgets.run(bed);
        forgetRuns(bed);
        try (SteadySales steady = new SteadySales(bed, volunteers)) {
            salesAlone = steady.sendFor(bed.options().stretch());
        }
        Map<String, Supplier<Usage>> tasks = tasks(bed, 1);
        secondsAlone = new ConcurrentSkipListMap<>();
        tasks.forEach((name, task) -> secondsAlone.put(name, task.get().seconds()));
        Figures figures = new Figures().addLatency("alone_", salesAlone.announced());
        secondsAlone.forEach((name, seconds) -> figures.add("alone_" + name + "_seconds", seconds));
        return figures;
    }

    @Override
    public Stretch measure(TestBed bed) {
        forgetRuns(bed);
        Map<String, Supplier<Usage>> tasks = tasks(bed, 2);
        Map<String, Double> seconds = new ConcurrentSkipListMap<>();
        CountDownLatch running = new CountDownLatch(tasks.size());
        AtomicReference<SteadySales.Times> times = new AtomicReference<>();
        Meter.Started started = bed.meter().start();
        long end = System.nanoTime() + bed.options().stretch().toNanos();
        List<Runnable> all = new ArrayList<>();
        tasks.forEach((name, task) -> all.add(() -> {
            try {
                seconds.put(name, task.get().seconds());
            } finally {
                running.countDown();
            }
        }));
        all.add(() -> {
            try (SteadySales steady = new SteadySales(bed, volunteers)) {
                times.set(steady.sendUntil(() -> running.getCount() == 0 && System.nanoTime() > end));
            }
        });
        Parallel.run(all);
        Usage usage = started.stop();
        Figures figures = new Figures()
                .addLatency("", times.get().announced())
                .addLatency("accepted_", times.get().accepted());
        seconds.forEach((name, together) ->
                figures.add(name + "_seconds", together).add(name + "_times_alone", together / secondsAlone.get(name)));
        return new Stretch("second", usage.seconds(), usage, figures);
    }

    /** @param round each imports volunteers of its own */
    private Map<String, Supplier<Usage>> tasks(TestBed bed, int round) {
        long imported = volunteers.volunteers() / VOLUNTEERS_PER_IMPORTED;
        FactImport facts = new FactImport(bed, volunteers.volunteers() + round * imported, imported, volunteers.asOf());
        return new TreeMap<>(Map.of(
                "multiplier_run", () -> multipliers.run(bed),
                "budget_run", () -> budgets.run(bed),
                "import", () -> bed.meter().during(facts::run)));
    }

    private void forgetRuns(TestBed bed) {
        multipliers.forgetRuns(bed);
        budgets.forgetRuns(bed);
    }

    @Override
    public boolean needsCopies() {
        return false;
    }

    @Override
    public Limit measure(TestBed bed, Stretch stretch) {
        return Limit.time(
                "ms: the same sales with nothing else going on, p50",
                salesAlone.announced().percentileMilliseconds(50));
    }
}
