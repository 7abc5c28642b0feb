// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import io.quarkus.test.common.QuarkusTestResourceConfigurableLifecycleManager;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Connects a service under test to the tests' PostgreSQL and RabbitMQ, with a virtual host of its own. */
public class RealServers implements QuarkusTestResourceConfigurableLifecycleManager<ServiceTest> {

    private static final String WITHOUT_DATABASE = "webhook";

    private String service = "";

    @Override
    public void init(ServiceTest annotation) {
        service = annotation.value();
    }

    @Override
    public Map<String, String> start() {
        // As a service's main method does, which a test does not run.
        System.setProperty("vertx.disableURIValidation", "true");
        String virtualHost = TestBroker.virtualHost(service);
        TestBroker.createVirtualHost(virtualHost);
        Map<String, String> settings = new HashMap<>(Map.of(
                "rabbitmq.virtual-host", virtualHost,
                "volunteer-scheduler.retry.delays", "PT0.1S,PT0.2S,PT0.3S,PT0.4S",
                "volunteer-scheduler.retry.check", "PT0.05S",
                "scicent.webhook.secret", "scicent-test-secret",
                "decidim.webhook.secret", "decidim-test-secret, decidim-old-secret"));
        for (String setting : List.of("host", "port", "username", "password")) {
            settings.put("rabbitmq." + setting, Servers.variable("RABBITMQ_" + setting.toUpperCase(Locale.ROOT)));
        }
        if (!service.equals(WITHOUT_DATABASE)) {
            settings.put("postgres.host", Servers.variable("POSTGRES_HOST"));
            settings.put("postgres.port", Servers.variable("POSTGRES_PORT"));
            settings.put("postgres.password", Servers.variable(service.toUpperCase(Locale.ROOT) + "_DB_PASSWORD"));
            for (String user : List.of("operator", "viewer", "scheduler")) {
                settings.put("volunteer-scheduler." + user + "-password", Servers.password(user));
            }
        }
        return settings;
    }

    @Override
    public void stop() {}
}
