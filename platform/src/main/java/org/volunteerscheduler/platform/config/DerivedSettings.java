// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.config;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Settings of the framework that follow from others; microprofile-config.properties says which they are.
 *
 * <p>Bearer tokens and tracing are off until somebody says where the identity provider or the collector is: by
 * themselves the one refuses to start without an address, and the other sends to a default one. The reactive client
 * knows the SSL mode, but goes by what it is told of trust and host names.
 *
 * <p>Each is given in any case, also where it is the default: what is left out here is what it was when the service was
 * built.
 */
public class DerivedSettings implements ConfigSourceFactory {

    /** Under every other source. */
    private static final int ORDINAL = 50;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        boolean tokens = !value(context, "quarkus.oidc.auth-server-url").isBlank();
        boolean tracing = !value(context, "quarkus.otel.exporter.otlp.endpoint").isBlank();
        String sslMode = value(context, "postgres.ssl-mode");
        Map<String, String> derived = Map.of(
                "derived.bearer-tokens", String.valueOf(tokens),
                "derived.tracing-disabled", String.valueOf(!tracing),
                "derived.postgres-host-verification", sslMode.equals("verify-full") ? "HTTPS" : "NONE",
                "derived.postgres-trust-all", String.valueOf(sslMode.equals("require")));
        return List.of(new PropertiesConfigSource(derived, "derived settings", ORDINAL));
    }

    /** What somebody has set: defaults, which have a negative ordinal, are nobody's word. */
    private static String value(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        boolean isSet = value != null && value.getValue() != null && value.getConfigSourceOrdinal() >= 0;
        return isSet ? value.getValue().strip() : "";
    }
}
