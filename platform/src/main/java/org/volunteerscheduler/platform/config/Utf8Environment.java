// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.EnvConfigSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The environment in UTF-8, whatever the locale. The JVM reads variables in the encoding of the locale, which in a small
 * container is often none: every character beyond ASCII would be lost, so that a password with one would be another.
 */
public class Utf8Environment implements ConfigSourceFactory {

    private static final Path VARIABLES = Path.of("/proc/self/environ");

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        if (UTF_8.equals(Charset.forName(System.getProperty("sun.jnu.encoding"), UTF_8))
                || !Files.isReadable(VARIABLES)) {
            return List.of();
        }
        // Just above what the JVM has read.
        return List.of(new EnvConfigSource(variables(), EnvConfigSource.ORDINAL + 1));
    }

    private static Map<String, String> variables() {
        try {
            Map<String, String> variables = new HashMap<>();
            for (String variable : Files.readString(VARIABLES, UTF_8).split("\0")) {
                int equals = variable.indexOf('=');
                if (equals > 0) {
                    variables.put(variable.substring(0, equals), variable.substring(equals + 1));
                }
            }
            return variables;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
