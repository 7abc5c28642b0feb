// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.local;

import io.quarkus.runtime.LaunchMode;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.EnvConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Tells a service in development mode where its servers are, and what its secrets are. It is not shipped: services depend
 * on this module with the scope {@code provided}.
 */
public final class LocalSettings implements ConfigSourceFactory {

    /** Just below the environment, which wins. */
    private static final int ORDINAL = EnvConfigSource.ORDINAL - 1;

    /** Whatever service they belong to. */
    private static final Pattern SHARED = Pattern.compile(
            "RABBITMQ_(HOST|PORT|USERNAME|PASSWORD)|POSTGRES_(HOST|PORT)|VOLUNTEER_SCHEDULER_.*|.*_WEBHOOK_SECRET");

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        if (LaunchMode.current() != LaunchMode.DEVELOPMENT) {
            return List.of();
        }
        Map<String, String> environment = LocalServers.DEV.environment();
        Map<String, String> settings = new HashMap<>(environment);
        settings.keySet().removeIf(name -> !SHARED.matcher(name).matches());
        String service = context.getValue("quarkus.application.name").getValue().replaceFirst("-service$", "");
        String password = environment.get(service.toUpperCase(Locale.ROOT) + "_DB_PASSWORD");
        if (password != null) {
            settings.put("POSTGRES_PASSWORD", password);
        }
        return List.of(new EnvConfigSource(settings, ORDINAL));
    }
}
