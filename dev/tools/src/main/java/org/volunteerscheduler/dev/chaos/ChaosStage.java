package org.volunteerscheduler.dev.chaos;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.dev.Failure;
import org.volunteerscheduler.dev.server.BrokerServer;
import org.volunteerscheduler.dev.server.DatabaseServer;
import org.volunteerscheduler.dev.server.Service;

/**
 * Where it happens: a virtual host and databases that are nobody else's, and the services that we start. The processes
 * are gone when the stage is closed, also after Ctrl-C; the data stays for whoever wants to see what went wrong.
 */
final class ChaosStage implements AutoCloseable {

    /** Hears what is announced, as Decidim's notifications would. */
    static final String LISTENER = "chaos.listener";

    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(120);

    private final BrokerServer broker = BrokerServer.fromEnvironment("chaos");
    private final DatabaseServer database = DatabaseServer.fromEnvironment();
    private final Map<Service, List<Replica>> replicas = new EnumMap<>(Service.class);
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());
    private final Thread hook = new Thread(this::killAll);
    private int endedByThemselves;

    private ChaosStage() {}

    static ChaosStage build(ChaosPlan plan, Map<String, String> settings) {
        ChaosStage stage = new ChaosStage();
        Runtime.getRuntime().addShutdownHook(stage.hook);
        stage.broker.createVirtualHost();
        plan.replicas().forEach((service, count) -> {
            if (service.hasDatabase()) {
                stage.database.create(databaseName(service), service);
            }
            List<Replica> all = new ArrayList<>();
            for (int number = 1; number <= count; number++) {
                all.add(new Replica(service, number, stage.broker, stage.database, databaseName(service), settings));
            }
            stage.replicas.put(service, all);
        });
        return stage;
    }

    static String databaseName(Service service) {
        return service.databaseRole().replace("volunteer_scheduler_", "volunteer_scheduler_chaos_");
    }

    BrokerServer broker() {
        return broker;
    }

    DatabaseServer database() {
        return database;
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
    void start(Duration between) throws InterruptedException {
        List<Replica> firstOfEach =
                replicas.values().stream().map(List::getFirst).toList();
        List<Replica> others = replicas().stream()
                .filter(replica -> !firstOfEach.contains(replica))
                .toList();
        launch(firstOfEach, between);
        firstOfEach.forEach(replica -> replica.process().awaitReady());
        launch(others, between);
        others.forEach(replica -> replica.process().awaitReady());
        listen();
    }

    void launch(List<Replica> some, Duration between) throws InterruptedException {
        for (Replica replica : some) {
            if (replica != some.getFirst()) {
                Thread.sleep(between);
            }
            replica.launch();
        }
    }

    private void listen() {
        try (Connection connection = broker.connect();
                Channel channel = connection.createChannel()) {
            channel.queueDeclare(LISTENER, true, false, false, Map.of());
            for (MessageType type : MessageType.values()) {
                if (!type.mandatory()) {
                    channel.queueBind(LISTENER, Queue.EXCHANGE, type.routingKey());
                }
            }
        } catch (IOException | TimeoutException e) {
            throw new Failure("cannot listen to announcements", e);
        }
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

    /** No more faults: whatever is still held comes back, and every service has two minutes to be ready. */
    List<Replica> awaitReady() throws InterruptedException {
        while (!timer.getQueue().isEmpty() || timer.getActiveCount() > 0) {
            Thread.sleep(Duration.ofMillis(100));
        }
        long deadline = System.nanoTime() + LONGEST_RECOVERY.toNanos();
        List<Replica> unready = replicas();
        while (!unready.isEmpty() && System.nanoTime() < deadline) {
            startWhatEnded();
            Thread.sleep(Duration.ofMillis(250));
            unready = unready.stream()
                    .filter(replica -> !replica.process().isReady())
                    .toList();
        }
        return unready;
    }

    /** In good order, all at once: each hands back what it has not finished. */
    void stopServices() throws InterruptedException {
        List<Thread> stopping = replicas().stream()
                .map(replica -> Thread.ofVirtual().start(replica::stop))
                .toList();
        for (Thread thread : stopping) {
            thread.join();
        }
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
