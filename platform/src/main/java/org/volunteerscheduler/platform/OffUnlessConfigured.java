package org.volunteerscheduler.platform;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Bearer tokens and tracing are off until somebody says where the identity provider or the collector is. By themselves
 * the one refuses to start without an address, and the other sends to a default one.
 */
public class OffUnlessConfigured implements ConfigSourceFactory {

    /** Under every other source, so that the switch itself can be set too. */
    private static final int ORDINAL = 50;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Map<String, String> switches = new HashMap<>();
        if (isUnset(context, "quarkus.oidc.auth-server-url")) {
            switches.put("quarkus.oidc.tenant-enabled", "false");
        }
        if (isUnset(context, "quarkus.otel.exporter.otlp.endpoint")) {
            switches.put("quarkus.otel.sdk.disabled", "true");
        }
        return List.of(new PropertiesConfigSource(switches, "off unless configured", ORDINAL));
    }

    private static boolean isUnset(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value == null || value.getValue() == null || value.getValue().isBlank();
    }
}
