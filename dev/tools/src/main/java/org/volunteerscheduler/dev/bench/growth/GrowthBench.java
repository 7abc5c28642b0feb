// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.growth;

import static org.volunteerscheduler.dev.system.Console.say;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.dev.bench.budget.BudgetWorkload;
import org.volunteerscheduler.dev.bench.fact.VolunteerData;
import org.volunteerscheduler.dev.bench.measure.Figures;
import org.volunteerscheduler.dev.bench.measure.Result;
import org.volunteerscheduler.dev.bench.measure.Result.Case;
import org.volunteerscheduler.dev.bench.measure.Stretch;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.bench.measure.Workload;
import org.volunteerscheduler.dev.bench.measure.WorkloadBench;
import org.volunteerscheduler.dev.bench.multiplier.MultiplierWorkload;
import org.volunteerscheduler.dev.bench.sale.PageWorkload;
import org.volunteerscheduler.dev.bench.sale.RecordedSales;
import org.volunteerscheduler.dev.bench.sale.SettleWorkload;
import org.volunteerscheduler.dev.system.DatabaseSession;
import org.volunteerscheduler.dev.system.Service;

/**
 * The same work on more and more data: settling and pages by how many sales are recorded already, runs by how many
 * volunteers and assignments there are. What a unit of work costs should stay the same.
 */
public final class GrowthBench {

    private static final long FEWER_VOLUNTEERS = 10;
    private static final Map<String, String> COMPARED = new TreeMap<>(Map.of(
            "cpu_us_total", "processor time per unit of work, largest to smallest",
            "p50_ms", "median, largest to smallest"));

    private final TestBed bed;
    private final VolunteerData volunteers;
    private final List<Case> cases = new ArrayList<>();

    public GrowthBench(TestBed bed, VolunteerData volunteers) {
        this.bed = bed;
        this.volunteers = volunteers;
    }

    public Result run() {
        sales();
        runs();
        Figures growth = new Figures();
        Map<String, List<Case>> byWork =
                cases.stream().collect(Collectors.groupingBy(Case::work, LinkedHashMap::new, Collectors.toList()));
        Map<String, String> remarks = new HashMap<>();
        for (Map.Entry<String, String> compared : COMPARED.entrySet()) {
            byWork.forEach((work, sizes) -> {
                String name = work.replace("page: ", "") + "_" + compared.getKey() + "_growth";
                BigDecimal smallest = sizes.getFirst().figures().get(compared.getKey());
                BigDecimal largest = sizes.getLast().figures().get(compared.getKey());
                if (smallest != null) {
                    growth.add(name, largest.doubleValue() / smallest.doubleValue());
                    remarks.put(name, compared.getValue());
                }
            });
        }
        return new Result("growth", growth.byName(), cases, remarks);
    }

    private void sales() {
        SettleWorkload settle = new SettleWorkload(volunteers, 1);
        RecordedSales history = new RecordedSales(volunteers);
        settle.setUpWithoutSales(bed);
        for (long size : bed.options().recordedSales()) {
            say("%,d recorded sales", size);
            try (DatabaseSession session = bed.database(Service.COMMISSION).open()) {
                history.extendTo(size, session);
            }
            String condition = String.format("%,d sales", size);
            settle.fillQueue(bed);
            WorkloadBench.start(bed, settle, 1);
            measure("settle", condition, settle);
            bed.stopAll();
            // Whatever of the queue was not settled.
            bed.broker().purge(Queue.COMMISSIONS.queueName());
            bed.start(Service.COMMISSION);
            for (PageWorkload.Page page : PageWorkload.Page.values()) {
                PageWorkload pages = new PageWorkload(page, volunteers);
                measure(pages.name(), condition, pages);
            }
            bed.stopAll();
        }
        bed.database(Service.COMMISSION).drop();
    }

    private void runs() {
        for (long size : List.of(volunteers.volunteers() / FEWER_VOLUNTEERS, volunteers.volunteers())) {
            VolunteerData some = new VolunteerData(size, volunteers.asOf());
            String condition = String.format("%,d volunteers", size);
            runs("multipliers", condition, new MultiplierWorkload(some));
            runs("budget", condition, BudgetWorkload.ofOnePool(some));
        }
    }

    private void runs(String work, String condition, Workload workload) {
        // A queue may hold what earlier runs have announced.
        bed.broker().createVirtualHost();
        workload.setUp(bed);
        WorkloadBench.start(bed, workload, 1);
        measure(work, condition, workload);
        bed.stopAll();
        bed.database(workload.services().getFirst()).drop();
    }

    private void measure(String work, String condition, Workload workload) {
        say("%s with %s: warming up", work, condition);
        workload.warmUp(bed);
        Stretch stretch = workload.measure(bed);
        say("%s with %s: measured for %.1f s", work, condition, stretch.usage().seconds());
        cases.add(new Case(work, condition, stretch.unit(), stretch.allFigures().byName()));
    }
}
