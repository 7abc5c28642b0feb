package org.volunteerscheduler.dev.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import org.volunteerscheduler.dev.Failure;
import org.volunteerscheduler.dev.server.BrokerServer;
import org.volunteerscheduler.dev.server.Service;
import org.volunteerscheduler.dev.server.ServiceProcess;

/** A service process that the bench starts, on the port where the scripts would start it. */
final class BenchService extends ServiceProcess {

    private BenchService(Service service, int port, Map<String, String> settings) {
        super(service, port, "bench-" + service.serviceName() + "-" + port, settings);
    }

    static BenchService webhook(BrokerServer broker) {
        return new BenchService(
                Service.WEBHOOK, Service.WEBHOOK.port(), Service.WEBHOOK.settings(broker.virtualHost(), null));
    }

    /** A service with a database. */
    static BenchService domain(BrokerServer broker, BenchDatabase database) {
        return domain(broker, database, database.service().port());
    }

    /** One more of these, beside the first. */
    static BenchService another(BrokerServer broker, BenchDatabase database) {
        try (ServerSocket free = new ServerSocket(0)) {
            return domain(broker, database, free.getLocalPort());
        } catch (IOException e) {
            throw new Failure("there is no free port", e);
        }
    }

    private static BenchService domain(BrokerServer broker, BenchDatabase database, int port) {
        return new BenchService(
                database.service(), port, database.service().settings(broker.virtualHost(), database.name()));
    }

    /** Adds what it occupies now and what it occupied at most, where the system tells (Linux). */
    void addMemory(BenchResult.Figures figures, String prefix) {
        memory().ifPresent(memory ->
                figures.add(prefix + "rss_mb", memory.now()).add(prefix + "peak_rss_mb", memory.peak()));
    }
}
