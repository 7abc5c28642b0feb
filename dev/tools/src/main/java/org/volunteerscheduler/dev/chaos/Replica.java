package org.volunteerscheduler.dev.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.volunteerscheduler.dev.Failure;
import org.volunteerscheduler.dev.server.BrokerServer;
import org.volunteerscheduler.dev.server.DatabaseServer;
import org.volunteerscheduler.dev.server.Service;
import org.volunteerscheduler.dev.server.ServiceProcess;
import org.volunteerscheduler.platform.test.Proxy;

/** One process of a service. Whatever it says to a server, and a client to it, goes through a line that can be cut. */
final class Replica implements AutoCloseable {

    private static final int PORTS_APART = 10;

    private final Service service;
    private final int number;
    private final Proxy broker;
    private final Proxy database;
    private final Proxy door;
    private final ServiceProcess process;
    /** Whether it is down because we took it down. */
    private volatile boolean isDown = true;

    /** @param number from 1 */
    Replica(
            Service service,
            int number,
            BrokerServer brokerServer,
            DatabaseServer databaseServer,
            String databaseName,
            Map<String, String> more) {
        this.service = service;
        this.number = number;
        int port = service.port() + (number - 1) * PORTS_APART;
        try {
            broker = new Proxy(brokerServer.host(), brokerServer.port());
            database = service.hasDatabase() ? new Proxy(databaseServer.host(), databaseServer.port()) : null;
            door = new Proxy(ServiceProcess.HOST, port);
        } catch (IOException e) {
            throw new Failure("no free port", e);
        }
        Map<String, String> settings = service.settings(brokerServer.virtualHost(), databaseName);
        settings.putAll(more);
        settings.put("RABBITMQ_HOST", ServiceProcess.HOST);
        settings.put("RABBITMQ_PORT", String.valueOf(broker.port()));
        if (database != null) {
            settings.put("POSTGRES_HOST", ServiceProcess.HOST);
            settings.put("POSTGRES_PORT", String.valueOf(database.port()));
        }
        process = new ServiceProcess(service, port, "chaos-" + service.serviceName() + "-" + number, settings);
    }

    Service service() {
        return service;
    }

    Proxy broker() {
        return broker;
    }

    /** Null for a service without one. */
    Proxy database() {
        return database;
    }

    /** Between clients and this replica. */
    Proxy door() {
        return door;
    }

    ServiceProcess process() {
        return process;
    }

    void launch() {
        process.launch();
        isDown = false;
    }

    void kill() {
        isDown = true;
        process.kill();
    }

    void stop() {
        isDown = true;
        process.stop();
    }

    /** Whether it ended though nobody took it down. */
    boolean hasEndedByItself() {
        return !isDown && !process.isAlive();
    }

    private List<Proxy> lines() {
        return Stream.of(broker, database, door).filter(Objects::nonNull).toList();
    }

    void releaseLines() {
        lines().forEach(Proxy::release);
    }

    @Override
    public void close() {
        kill();
        lines().forEach(Proxy::close);
    }

    @Override
    public String toString() {
        return service.serviceName() + " " + number;
    }
}
