// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.dev.system.BrokerServer;
import org.volunteerscheduler.dev.system.Database;
import org.volunteerscheduler.dev.system.DatabaseServer;
import org.volunteerscheduler.dev.system.Service;
import org.volunteerscheduler.dev.system.Wait;

/**
 * What is broken: the services that we start, on a virtual host and databases that are nobody else's. The processes are
 * gone when it is closed, also after Ctrl-C; the data stays for whoever wants to see what went wrong.
 */
final class Installation implements AutoCloseable {

    /** Bound to all announcements, as a queue of Decidim's would be. */
    static final String LISTENER_QUEUE = "chaos.listener";

    private static final Duration RECOVERY_TIMEOUT = Duration.ofMinutes(2);

    private final BrokerServer broker = BrokerServer.fromEnvironment("chaos");
    private final Map<Service, Database> databases = new EnumMap<>(Service.class);
    private final Map<Service, List<Replica>> replicas = new EnumMap<>(Service.class);
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());
    private final Thread hook = new Thread(this::killAll);
    private int endedByThemselves;

    private Installation() {}

    static Installation create(ChaosPlan plan, Map<String, String> settings) {
        Installation installation = new Installation();
        Runtime.getRuntime().addShutdownHook(installation.hook);
        installation.broker.createVirtualHost();
        plan.replicas().forEach((service, count) -> installation.add(service, count, settings));
        return installation;
    }

    private void add(Service service, int count, Map<String, String> settings) {
        Database database = null;
        if (service.hasDatabase()) {
            database = Database.of(DatabaseServer.fromEnvironment(), service, "chaos");
            database.create();
            databases.put(service, database);
        }
        List<Replica> all = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            all.add(new Replica(service, number, broker, database, settings));
        }
        replicas.put(service, all);
    }

    BrokerServer broker() {
        return broker;
    }

    Database database(Service service) {
        return databases.get(service);
    }

    boolean has(Service service) {
        return replicas.containsKey(service);
    }

    List<Replica> replicas(Service service) {
        return replicas.get(service);
    }

    List<Replica> replicas() {
        return replicas.values().stream().flatMap(List::stream).toList();
    }

    /** Starts all of them, the first of each service first, and returns when they are ready. */
    void start(Duration between) {
        List<Replica> firstOfEach =
                replicas.values().stream().map(List::getFirst).toList();
        List<Replica> others = replicas().stream()
                .filter(replica -> !firstOfEach.contains(replica))
                .toList();
        launch(firstOfEach, between);
        firstOfEach.forEach(replica -> replica.process().awaitReady());
        launch(others, between);
        others.forEach(replica -> replica.process().awaitReady());
        bindListener();
    }

    void launch(List<Replica> some, Duration between) {
        for (Replica replica : some) {
            if (replica != some.getFirst()) {
                Wait.pause(between);
            }
            replica.launch();
        }
    }

    private void bindListener() {
        broker.onChannel(channel -> {
            channel.queueDeclare(LISTENER_QUEUE, true, false, false, Map.of());
            for (MessageType type : MessageType.values()) {
                if (type.queues().isEmpty()) {
                    channel.queueBind(LISTENER_QUEUE, Queue.EXCHANGE, type.routingKey());
                }
            }
            return null;
        });
    }

    void later(Duration delay, Runnable what) {
        var unused = timer.schedule(what, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** As Kubernetes does: what has ended by itself is started again. */
    List<Replica> startWhatEnded() {
        List<Replica> ended =
                replicas().stream().filter(Replica::hasEndedByItself).toList();
        ended.forEach(Replica::launch);
        endedByThemselves += ended.size();
        return ended;
    }

    /** How often a service ended though nobody took it down. */
    int endedByThemselves() {
        return endedByThemselves;
    }

    /**
     * No more faults: whatever is still held comes back, and every service has two minutes to be ready.
     *
     * @return those that are not
     */
    List<Replica> awaitReady() {
        while (!timer.getQueue().isEmpty() || timer.getActiveCount() > 0) {
            Wait.pause(Duration.ofMillis(100));
        }
        return Wait.until(RECOVERY_TIMEOUT, Duration.ofMillis(250), this::unready, List::isEmpty);
    }

    private List<Replica> unready() {
        startWhatEnded();
        return replicas().stream()
                .filter(replica -> !replica.process().isReady())
                .toList();
    }

    /** In good order, all at once: each requeues what it has not finished. */
    void stopServices() {
        replicas().stream()
                .map(replica -> Thread.ofVirtual().start(replica::stop))
                .toList()
                .forEach(Wait::join);
    }

    private void killAll() {
        timer.shutdownNow();
        replicas().forEach(Replica::close);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        killAll();
    }
}
