// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.config;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Settings that are right each, but not together, stop the start; so do addresses that are none. For what the framework
 * reads and no class of ours: it is looked at while the configuration is being read. What our classes read is a {@link
 * SettingsCheck}'s.
 */
public class Contradictions implements ConfigSourceFactory {

    private static final List<String> ADDRESSES =
            List.of("quarkus.oidc.auth-server-url", "quarkus.otel.exporter.otlp.endpoint");

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        String sslMode = value(context, "postgres.ssl-mode");
        boolean verifies = sslMode.startsWith("verify");
        boolean authority = !value(context, "postgres.ca-file").isEmpty();
        refuseIf(verifies && !authority, "POSTGRES_SSL_MODE: " + sslMode + " needs POSTGRES_CA_FILE");
        refuseIf(
                authority && !verifies,
                "POSTGRES_CA_FILE: is looked at with POSTGRES_SSL_MODE verify-ca or verify-full only");
        refuseIf(
                !value(context, "rabbitmq.ca-file").isEmpty()
                        && !value(context, "rabbitmq.tls").equals("true"),
                "RABBITMQ_CA_FILE: is looked at with RABBITMQ_TLS=true only");
        for (String address : ADDRESSES) {
            String url = value(context, address);
            refuseIf(
                    !url.isEmpty() && !url.matches("https?://[^/].*"),
                    address.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_") + ": must be an http or https address");
        }
        return List.of();
    }

    private static String value(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value == null || value.getValue() == null ? "" : value.getValue().strip();
    }

    private static void refuseIf(boolean contradiction, String why) {
        if (contradiction) {
            throw new ConfigurationException(why);
        }
    }
}
