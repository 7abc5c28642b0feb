package org.volunteerscheduler.dev.bench.measure;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.volunteerscheduler.dev.bench.measure.Usage.Consumer;
import org.volunteerscheduler.dev.system.ServerProcesses;
import org.volunteerscheduler.dev.system.ServiceProcess;

/** Reads what the processes of a bench use. */
public final class Meter {

    private final ServerProcesses servers;
    private final Supplier<Collection<ServiceProcess>> services;

    /** @param services those that run at the time */
    Meter(ServerProcesses servers, Supplier<Collection<ServiceProcess>> services) {
        this.servers = servers;
        this.services = services;
    }

    /** A stretch of time that has begun. */
    public final class Started {
        private final long nanos = System.nanoTime();
        private final Map<Consumer, Double> cpuSeconds = cpuSeconds();
        private final Cores cores = Cores.areKnown() ? Cores.now() : new Cores(List.of());

        /** What has been used since. */
        public Usage stop() {
            double seconds = (System.nanoTime() - nanos) / 1e9;
            Map<Consumer, Double> used = cpuSeconds();
            cpuSeconds.forEach((consumer, before) -> used.merge(consumer, -before, Double::sum));
            return new Usage(seconds, used, Cores.areKnown() ? Cores.now().busySharesSince(cores) : List.of());
        }
    }

    public Started start() {
        return new Started();
    }

    public Usage during(Runnable work) {
        Started started = start();
        work.run();
        return started.stop();
    }

    private Map<Consumer, Double> cpuSeconds() {
        Map<Consumer, Double> seconds = new EnumMap<>(Consumer.class);
        if (Cores.areKnown()) {
            seconds.put(
                    Consumer.SERVICE,
                    services.get().stream()
                            .mapToDouble(service -> ProcessCpu.ofProcess(service.pid()))
                            .sum());
            seconds.put(Consumer.POSTGRESQL, ProcessCpu.ofTree(servers.postgresql()));
            seconds.put(Consumer.RABBITMQ, ProcessCpu.ofTree(servers.rabbitmq()));
            seconds.put(
                    Consumer.CLIENT,
                    ProcessCpu.ofProcess(ProcessHandle.current().pid()));
        }
        return seconds;
    }
}
