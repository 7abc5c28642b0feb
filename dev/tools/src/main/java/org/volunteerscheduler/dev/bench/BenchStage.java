package org.volunteerscheduler.dev.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.volunteerscheduler.dev.Failure;

/**
 * What a bench works with: a virtual host and databases that are nobody else's, and the services that it started. All
 * of it is gone when the stage is closed, also after Ctrl-C.
 */
final class BenchStage implements AutoCloseable {

    private final BenchBroker broker;
    private final BenchDatabase database;
    private final Deque<BenchService> services = new ArrayDeque<>();
    private final Thread hook = new Thread(this::clear);

    private BenchStage(BenchBroker broker, BenchDatabase database) {
        this.broker = broker;
        this.database = database;
    }

    static BenchStage build() {
        BenchStage stage = new BenchStage(BenchBroker.fromEnvironment(), BenchDatabase.fromEnvironment());
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

    BenchBroker broker() {
        return broker;
    }

    BenchDatabase database() {
        return database;
    }

    BenchService startWebhookService() {
        return start(BenchService.webhook());
    }

    /** Works in the database of this name, which must exist. */
    BenchService startCommissionService(String databaseName) {
        return start(BenchService.commission(databaseName));
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
        database.dropAll();
    }
}
