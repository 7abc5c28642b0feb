// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.volunteerscheduler.rabbitmq.connection.BrokerConnection;

/**
 * Ready once the broker has been reached, whatever becomes of it later: an outage is the same for every replica, so that
 * taking them all out of their Service would turn an answer of 503 into a refused connection, and prolong the outage until
 * the next probe. Well only while something can be published and consumed. Alive in any case, since a restart would not
 * bring a broker back, but for a channel that lost its consumer, which nothing else brings back.
 */
@ApplicationScoped
public class BrokerHealth {

    private final BrokerConnection broker;
    private final RabbitMqBatchConnector connector;

    /** Registers the three checks by being a bean. */
    public BrokerHealth(
            BrokerConnection broker, @Connector(RabbitMqBatchConnector.NAME) RabbitMqBatchConnector connector) {
        this.broker = broker;
        this.connector = connector;
    }

    @Produces
    @Readiness
    @ApplicationScoped
    HealthCheck ready() {
        return () -> response(broker.hasBeenReached() ? Optional.empty() : broker.problem());
    }

    @Produces
    @Wellness
    @ApplicationScoped
    HealthCheck well() {
        return () -> response(broker.problem());
    }

    @Produces
    @Liveness
    @ApplicationScoped
    HealthCheck alive() {
        return () -> {
            List<String> dead = connector.deadChannels();
            return response(dead.isEmpty() ? Optional.empty() : Optional.of("nobody consumes " + dead));
        };
    }

    private static HealthCheckResponse response(Optional<String> problem) {
        var response = HealthCheckResponse.named("RabbitMQ");
        return problem.map(why -> response.down().withData("problem", why))
                .orElseGet(response::up)
                .build();
    }
}
