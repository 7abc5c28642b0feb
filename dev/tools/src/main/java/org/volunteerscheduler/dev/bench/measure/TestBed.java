// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.measure;

import static org.volunteerscheduler.dev.system.Console.say;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.dev.system.BrokerServer;
import org.volunteerscheduler.dev.system.Database;
import org.volunteerscheduler.dev.system.DatabaseServer;
import org.volunteerscheduler.dev.system.ServerProcesses;
import org.volunteerscheduler.dev.system.Service;
import org.volunteerscheduler.dev.system.ServiceProcess;

/**
 * What a bench works with: a virtual host and databases that are nobody else's, and the services that it started. All
 * of it is gone when the bench is over, also after Ctrl-C.
 */
public final class TestBed implements AutoCloseable {

    private final BenchOptions options;
    private final BrokerServer broker = BrokerServer.fromEnvironment("bench");
    private final DatabaseServer databases = DatabaseServer.fromEnvironment();
    private final ServerProcesses serverProcesses = ServerProcesses.find();
    private final List<Database> created = new ArrayList<>();
    private final Map<Service, List<ServiceProcess>> replicas = new EnumMap<>(Service.class);
    private final Thread hook = new Thread(this::clear);

    private TestBed(BenchOptions options) {
        this.options = options;
    }

    public static TestBed create(BenchOptions options) {
        TestBed bed = new TestBed(options);
        Runtime.getRuntime().addShutdownHook(bed.hook);
        bed.broker.createVirtualHost();
        return bed;
    }

    public BenchOptions options() {
        return options;
    }

    public BrokerServer broker() {
        return broker;
    }

    public ServerProcesses serverProcesses() {
        return serverProcesses;
    }

    public Meter meter() {
        return new Meter(serverProcesses, this::runningServices);
    }

    private synchronized List<ServiceProcess> runningServices() {
        return replicas.values().stream().flatMap(List::stream).toList();
    }

    /** The one that the service works in. */
    public Database database(Service service) {
        return Database.of(databases, service, "bench");
    }

    /** One with the same tables, in which the limit is measured. */
    public Database limitDatabase(Service service) {
        return Database.of(databases, service, "bench_limit");
    }

    /** Makes the service's database anew, with its tables and no rows. */
    public void createTables(Service service) {
        Database database = database(service);
        remember(database);
        database.create();
        database.migrate();
    }

    /** Makes the service's queues, where something is to lie in them before it starts; its tables must be there. */
    public void createQueues(Service service) {
        start(service);
        stop(service);
    }

    /** A copy of the service's database, with all that it holds now; the service must be stopped. */
    public void copyForLimit(Service service) {
        Database copy = limitDatabase(service);
        remember(copy);
        copy.createAsCopyOf(database(service));
    }

    private synchronized void remember(Database database) {
        if (!created.contains(database)) {
            created.add(database);
        }
    }

    /** Writes out what earlier steps left in memory, so that it does not happen in the middle of a measurement. */
    public void checkpoint() {
        databases.checkpoint();
    }

    /** One more replica; the first is on the service's own port. Returns when it is ready. */
    public ServiceProcess start(Service service) {
        int port;
        ServiceProcess replica;
        synchronized (this) {
            List<ServiceProcess> running = replicas.computeIfAbsent(service, first -> new ArrayList<>());
            port = running.isEmpty() ? service.url().getPort() : ServiceProcess.freePort();
            Map<String, String> settings =
                    service.hasDatabase() ? service.settings(broker, database(service)) : service.settings(broker);
            replica = new ServiceProcess(service, port, "bench-" + service.serviceName() + "-" + port, settings);
            running.add(replica);
        }
        replica.start();
        say("%s is ready after %.1f s", service.serviceName(), replica.readySeconds());
        return replica;
    }

    /** Those that run, in the order in which they were started. */
    public synchronized List<ServiceProcess> replicas(Service service) {
        return List.copyOf(replicas.getOrDefault(service, List.of()));
    }

    public ServiceProcess replica(Service service) {
        return replicas(service).getFirst();
    }

    public synchronized void stop(Service service) {
        replicas.getOrDefault(service, new ArrayList<>()).forEach(ServiceProcess::stop);
        replicas.remove(service);
    }

    public synchronized void stopAll() {
        List.copyOf(replicas.keySet()).forEach(this::stop);
    }

    private synchronized void clear() {
        stopAll();
        broker.deleteVirtualHost();
        created.forEach(Database::drop);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        clear();
    }
}
