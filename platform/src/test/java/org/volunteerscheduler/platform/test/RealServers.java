package org.volunteerscheduler.platform.test;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.volunteerscheduler.platform.http.HttpEntrance;

/**
 * Connects a service under test to the private PostgreSQL and RabbitMQ that {@code dev/test} has started, with a
 * virtual host of its own.
 */
public class RealServers implements QuarkusTestResourceLifecycleManager {

    private String service = "";

    @Override
    public void init(Map<String, String> arguments) {
        service = arguments.get("service");
    }

    @Override
    public Map<String, String> start() {
        HttpEntrance.prepare();
        String virtualHost = TestBroker.virtualHost(service);
        TestBroker.createVirtualHost(virtualHost);
        Map<String, String> settings = new HashMap<>(Map.of(
                "rabbitmq.virtual-host", virtualHost,
                "volunteer-scheduler.retry.delays", "PT0.1S,PT0.2S,PT0.3S,PT0.4S",
                "volunteer-scheduler.retry.check", "PT0.05S",
                "scicent.webhook.secret", "scicent-test-secret",
                "decidim.webhook.secret", "decidim-test-secret, decidim-old-secret"));
        String databasePassword = System.getenv(service.toUpperCase(Locale.ROOT) + "_DB_PASSWORD");
        if (databasePassword != null) {
            settings.put("postgres.password", databasePassword);
        }
        return settings;
    }

    @Override
    public void stop() {}
}
