// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.measure;

import static org.volunteerscheduler.dev.system.Console.say;

import org.volunteerscheduler.dev.system.Service;
import org.volunteerscheduler.dev.system.ServiceProcess;

/** How a workload is measured: set-up, cold start and warm-up, the measured stretch, then the limit in the same run. */
public final class WorkloadBench {

    private WorkloadBench() {}

    public static Result run(TestBed bed, String name, Workload workload, LimitBench limitBench) {
        workload.setUp(bed);
        if (limitBench.needsCopies()) {
            workload.services().stream().filter(Service::hasDatabase).forEach(bed::copyForLimit);
        }
        start(bed, workload, 1);
        say("warming up");
        Figures cold = workload.warmUp(bed);
        Stretch stretch = workload.measure(bed);
        say("measured for %.1f s", stretch.usage().seconds());
        Figures figures = stretch.allFigures();
        addMemory(bed, workload, figures);
        figures.addAll(cold);
        bed.stopAll();
        bed.checkpoint();
        Limit limit = limitBench.measure(bed, stretch);
        String compared = stretch.figures().byName().keySet().iterator().next();
        figures.add("limit", limit.value()).add("ratio", limit.ratio(figures.value(compared)));
        if (figures.byName().containsKey("cold_" + compared)) {
            figures.add("cold_ratio", limit.ratio(figures.value("cold_" + compared)));
        }
        if (Double.isFinite(limit.cpuMicroseconds())) {
            figures.add("limit_cpu_us", limit.cpuMicroseconds())
                    .add("cpu_ratio", limit.cpuMicroseconds() / figures.value("cpu_us_total"));
        }
        return Result.of(name, stretch.unit(), figures, limit.what());
    }

    /** Starts so many replicas of each of a workload's services. */
    public static void start(TestBed bed, Workload workload, int replicas) {
        bed.checkpoint();
        for (Service service : workload.services()) {
            for (int i = 0; i < replicas; i++) {
                bed.start(service);
            }
        }
    }

    /** Memory and time to start of each service, with its name where there are several. */
    static void addMemory(TestBed bed, Workload workload, Figures figures) {
        for (Service service : workload.services()) {
            String prefix = workload.services().size() > 1 ? service.shortName() + "_" : "";
            ServiceProcess replica = bed.replica(service);
            ProcessMemory.of(replica.pid()).ifPresent(memory -> figures.add(prefix + "rss_mb", memory.now())
                    .add(prefix + "peak_rss_mb", memory.peak()));
            figures.add(prefix + "ready_s", replica.readySeconds());
        }
    }
}
