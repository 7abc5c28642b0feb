package org.volunteerscheduler.dev.bench.measure;

import static org.volunteerscheduler.dev.system.Console.say;

import java.util.Map;
import java.util.function.Function;
import org.volunteerscheduler.dev.system.Service;
import org.volunteerscheduler.dev.system.ServiceProcess;

/** How a workload is measured: set-up, cold start and warm-up, the measured stretch, then the limit in the same run. */
public final class WorkloadBench {

    private WorkloadBench() {}

    /** @param limitOf measures the limit for as much work as there was in the stretch */
    public static Result run(TestBed bed, String name, Workload workload, Function<Stretch, Limit> limitOf) {
        Figures cold = warm(bed, workload, 1);
        Stretch stretch = workload.measure(bed);
        say(
                "measured: %.1f %ss a second over %.1f s",
                stretch.perSecond(), stretch.unit(), stretch.usage().seconds());
        Figures figures = stretch.allFigures();
        addMemory(bed, workload, figures);
        figures.addAll(cold);
        bed.stopAll();
        bed.checkpoint();
        Limit limit = limitOf.apply(stretch);
        String compared = stretch.figures().byName().keySet().iterator().next();
        figures.add("limit", limit.value()).add("ratio", limit.ratio(figures.value(compared)));
        if (figures.byName().containsKey("cold_" + compared)) {
            figures.add("cold_ratio", limit.ratio(figures.value("cold_" + compared)));
        }
        if (Double.isFinite(limit.cpuMicroseconds())) {
            figures.add("limit_cpu_us", limit.cpuMicroseconds())
                    .add("cpu_ratio", limit.cpuMicroseconds() / figures.value("cpu_us_total"));
        }
        return Result.of(name, stretch.unit(), figures, Map.of("limit", limit.what()));
    }

    /**
     * Sets a workload up, starts so many replicas of its services and warms them up.
     *
     * @return what it showed of services that have just been started
     */
    public static Figures warm(TestBed bed, Workload workload, int replicas) {
        workload.setUp(bed);
        bed.checkpoint();
        for (Service service : workload.services()) {
            for (int i = 0; i < replicas; i++) {
                bed.start(service);
            }
        }
        say("warming up");
        return workload.warmUp(bed);
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
