// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.volunteerscheduler.dev.system.BrokerServer;
import org.volunteerscheduler.dev.system.Database;
import org.volunteerscheduler.dev.system.Failure;
import org.volunteerscheduler.dev.system.Service;
import org.volunteerscheduler.dev.system.ServiceClient;
import org.volunteerscheduler.dev.system.ServiceProcess;
import org.volunteerscheduler.platform.test.Proxy;

/** One process of a service. All its connections, to servers and from clients, go through proxies that can cut them. */
final class Replica implements AutoCloseable {

    private static final int PORTS_APART = 10;

    private final Service service;
    private final int number;
    private final Proxy broker;
    private final Proxy databaseProxy;
    private final Proxy entrance;
    private final ServiceProcess process;
    /** Whether it is down because we took it down. */
    private volatile boolean isDown = true;

    /**
     * @param number from 1
     * @param database null for a service without one
     * @param more settings besides those that every start needs
     */
    Replica(Service service, int number, BrokerServer brokerServer, Database database, Map<String, String> more) {
        this.service = service;
        this.number = number;
        int port = service.url().getPort() + (number - 1) * PORTS_APART;
        Map<String, String> settings =
                database == null ? service.settings(brokerServer) : service.settings(brokerServer, database);
        try {
            broker = new Proxy(brokerServer.host(), brokerServer.port());
            databaseProxy = database == null
                    ? null
                    : new Proxy(database.server().host(), database.server().port());
            entrance = new Proxy(ServiceProcess.HOST, port);
        } catch (IOException e) {
            throw new Failure("no free port", e);
        }
        settings.putAll(more);
        settings.put("RABBITMQ_HOST", ServiceProcess.HOST);
        settings.put("RABBITMQ_PORT", String.valueOf(broker.port()));
        if (databaseProxy != null) {
            settings.put("POSTGRES_HOST", ServiceProcess.HOST);
            settings.put("POSTGRES_PORT", String.valueOf(databaseProxy.port()));
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
        return databaseProxy;
    }

    /** Between clients and this replica. */
    Proxy entrance() {
        return entrance;
    }

    /** A client whose connections go through {@link #entrance}. */
    ServiceClient publicClient() {
        return ServiceClient.onPort(entrance.port());
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

    private List<Proxy> proxies() {
        return Stream.of(broker, databaseProxy, entrance)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public void close() {
        kill();
        proxies().forEach(Proxy::close);
    }

    @Override
    public String toString() {
        return service.serviceName() + " " + number;
    }
}
