// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.replica;

import static org.volunteerscheduler.dev.system.Console.say;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.dev.bench.budget.BudgetWorkload;
import org.volunteerscheduler.dev.bench.fact.VolunteerData;
import org.volunteerscheduler.dev.bench.measure.Figures;
import org.volunteerscheduler.dev.bench.measure.PinnedCores;
import org.volunteerscheduler.dev.bench.measure.Result;
import org.volunteerscheduler.dev.bench.measure.Result.Case;
import org.volunteerscheduler.dev.bench.measure.Stretch;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.bench.measure.Usage;
import org.volunteerscheduler.dev.bench.measure.Usage.Consumer;
import org.volunteerscheduler.dev.bench.measure.Workload;
import org.volunteerscheduler.dev.bench.measure.WorkloadBench;
import org.volunteerscheduler.dev.bench.multiplier.MultiplierWorkload;
import org.volunteerscheduler.dev.bench.sale.AcceptWorkload;
import org.volunteerscheduler.dev.bench.sale.SettleWorkload;

/**
 * How replicas share the work of each service: PostgreSQL, RabbitMQ and the bench on one core, all replicas on another.
 * With one core for all of them, more replicas can only use what one leaves idle; how many cores of replicas a core of
 * servers can feed follows from the processor time of both.
 */
public final class ReplicaBench {

    /** What uses more of its core than this limits. */
    private static final double SATURATED = 0.9;

    private final TestBed bed;
    private final VolunteerData volunteers;
    private final List<Case> cases = new ArrayList<>();
    private final Figures summary = new Figures();

    public ReplicaBench(TestBed bed, VolunteerData volunteers) {
        this.bed = bed;
        this.volunteers = volunteers;
    }

    public Result run() {
        Map<String, Workload> workloads = new LinkedHashMap<>();
        workloads.put("accept", new AcceptWorkload(volunteers));
        workloads.put("settle", new SettleWorkload(volunteers, bed.options().maxReplicas()));
        workloads.put("multipliers", new MultiplierWorkload(volunteers));
        workloads.put("budget", BudgetWorkload.ofEachOrganization(volunteers));
        try (PinnedCores cores = new PinnedCores(bed.serverProcesses())) {
            workloads.forEach((name, workload) -> {
                for (int replicas = 1; replicas <= bed.options().maxReplicas(); replicas++) {
                    measure(cores, name, workload, replicas);
                }
            });
        }
        return new Result("replicas", summary.byName(), cases, Map.of());
    }

    private void measure(PinnedCores cores, String name, Workload workload, int replicas) {
        String condition = replicas == 1 ? "1 replica" : replicas + " replicas";
        say("%s with %s", name, condition);
        bed.broker().createVirtualHost();
        workload.setUp(bed);
        cores.onServiceCore(() -> WorkloadBench.start(bed, workload, replicas));
        workload.warmUp(bed);
        // On one core, several replicas take several times as long to get warm.
        for (int i = 1; i < replicas; i++) {
            workload.measure(bed);
        }
        Stretch stretch = workload.measure(bed);
        bed.stopAll();
        Usage usage = stretch.usage();
        double services = usage.cpuSecondsOf(Consumer.SERVICE) / usage.seconds();
        double servers = usage.cpuSecondsTotal() / usage.seconds() - services;
        cases.add(new Case(
                name,
                condition,
                stretch.unit(),
                stretch.allFigures()
                        .add("server_core_used_share", servers)
                        .add("service_core_used_share", services)
                        .byName()));
        say("%s with %s: %s", name, condition, limit(servers, services));
        if (replicas == 1) {
            summary.add(
                    name + "_server_cores_per_service_core",
                    (usage.cpuSecondsOf(Consumer.POSTGRESQL) + usage.cpuSecondsOf(Consumer.RABBITMQ))
                            / usage.cpuSecondsOf(Consumer.SERVICE));
        }
    }

    private static String limit(double servers, double services) {
        if (servers > SATURATED && services > SATURATED) {
            return "both cores are saturated";
        }
        if (servers > SATURATED) {
            return "the core of PostgreSQL and RabbitMQ limits";
        }
        return services > SATURATED ? "the services' core limits" : "no core is saturated: what limits is waiting";
    }
}
