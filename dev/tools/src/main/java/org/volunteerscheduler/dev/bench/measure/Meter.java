// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.measure;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.volunteerscheduler.dev.bench.measure.Usage.Consumer;
import org.volunteerscheduler.dev.system.ServerProcesses;
import org.volunteerscheduler.dev.system.Service;
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
        private final Map<Service, Double> byService = cpuSecondsByService();
        private final Map<Consumer, Double> cpuSeconds = cpuSeconds(byService);
        private final Cores cores = Cores.areKnown() ? Cores.now() : new Cores(List.of());

        /** What has been used since. */
        public Usage stop() {
            double seconds = (System.nanoTime() - nanos) / 1e9;
            Map<Service, Double> usedByService = cpuSecondsByService();
            return new Usage(
                    seconds,
                    difference(cpuSeconds(usedByService), cpuSeconds),
                    difference(usedByService, byService),
                    Cores.areKnown() ? Cores.now().busySharesSince(cores) : List.of());
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

    private static <K> Map<K, Double> difference(Map<K, Double> after, Map<K, Double> before) {
        Map<K, Double> difference = new HashMap<>(after);
        before.forEach((key, value) -> difference.merge(key, -value, Double::sum));
        return difference;
    }

    private Map<Service, Double> cpuSecondsByService() {
        Map<Service, Double> seconds = new EnumMap<>(Service.class);
        if (Cores.areKnown()) {
            services.get()
                    .forEach(process ->
                            seconds.merge(process.service(), ProcessCpu.ofProcess(process.pid()), Double::sum));
        }
        return seconds;
    }

    private Map<Consumer, Double> cpuSeconds(Map<Service, Double> byService) {
        if (!Cores.areKnown()) {
            return Map.of();
        }
        return Map.of(
                Consumer.SERVICE,
                byService.values().stream().mapToDouble(Double::doubleValue).sum(),
                Consumer.POSTGRESQL,
                ProcessCpu.ofTree(servers.postgresql()),
                Consumer.RABBITMQ,
                ProcessCpu.ofTree(servers.rabbitmq()),
                Consumer.CLIENT,
                ProcessCpu.ofProcess(ProcessHandle.current().pid()));
    }
}
