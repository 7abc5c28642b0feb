package org.volunteerscheduler.platform.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while nothing can be published or consumed. Liveness stays up: a restart would not bring a broker back. */
@Readiness
@ApplicationScoped
public class BrokerReadiness implements HealthCheck {

    private final Broker broker;

    public BrokerReadiness(Broker broker) {
        this.broker = broker;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("RabbitMQ");
        return broker.problem()
                .map(problem -> response.down().withData("problem", problem))
                .orElseGet(response::up)
                .build();
    }
}
