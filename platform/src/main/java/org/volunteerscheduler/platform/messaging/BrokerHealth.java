package org.volunteerscheduler.platform.messaging;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the broker has been reached, whatever becomes of it later: an outage is the same for every replica, so that
 * taking them all out of their Service would turn an answer of 503 into a refused connection, and prolong the outage until
 * the next probe. Well only while something can be published and consumed. Alive in any case: a restart would not bring
 * a broker back.
 */
@ApplicationScoped
public class BrokerHealth {

    private final Broker broker;

    public BrokerHealth(Broker broker) {
        this.broker = broker;
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

    private static HealthCheckResponse response(Optional<String> problem) {
        var response = HealthCheckResponse.named("RabbitMQ");
        return problem.map(why -> response.down().withData("problem", why))
                .orElseGet(response::up)
                .build();
    }
}
