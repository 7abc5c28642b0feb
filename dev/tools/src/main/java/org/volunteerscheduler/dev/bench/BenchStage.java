package org.volunteerscheduler.dev.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.volunteerscheduler.dev.Failure;
import org.volunteerscheduler.dev.server.BrokerServer;

/**
 * What a bench works with: a virtual host and databases that are nobody else's, and the services that it started. All
 * of it is gone when the stage is closed, also after Ctrl-C.
 */
final class BenchStage implements AutoCloseable {

    private final BrokerServer broker;
    private final Map<String, BenchDatabase> databaseByService = new ConcurrentHashMap<>();
    private final Deque<BenchService> services = new ArrayDeque<>();
    private final Thread hook = new Thread(this::clear);

    private BenchStage(BrokerServer broker) {
        this.broker = broker;
    }

    static BenchStage build() {
        BenchStage stage = new BenchStage(BrokerServer.fromEnvironment("bench"));
        Runtime.getRuntime().addShutdownHook(stage.hook);
        stage.broker.createVirtualHost();
        return stage;
    }

    /** Says what is being done, since a bench takes a minute or two. */
    static void say(String what) {
        System.out.println("==> " + what);
    }

    static void pause(long milliseconds) {
        try {
            TimeUnit.MILLISECONDS.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    BrokerServer broker() {
        return broker;
    }

    /** @param service {@code commission}, {@code multiplier} or {@code budget} */
    BenchDatabase database(String service) {
        return databaseByService.computeIfAbsent(service, BenchDatabase::of);
    }

    BenchService startWebhookService() {
        return start(BenchService.webhook(broker));
    }

    /** Works in the service's {@link #database}, which must exist. */
    BenchService startDomainService(String service) {
        return start(BenchService.domain(broker, database(service)));
    }

    /** A second replica, on a port that is free. */
    BenchService startAnother(String service) {
        return start(BenchService.another(broker, database(service)));
    }

    private BenchService start(BenchService service) {
        synchronized (services) {
            services.push(service);
        }
        service.start();
        say(String.format("%s is ready after %.1f s", service.name(), service.readySeconds()));
        return service;
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        clear();
    }

    private void clear() {
        synchronized (services) {
            while (!services.isEmpty()) {
                services.pop().stop();
            }
        }
        broker.deleteVirtualHost();
        databaseByService.values().forEach(BenchDatabase::drop);
    }
}
