// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.config;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Expressions;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Secrets, and the user names beside them, are text: no character has a meaning, as it has in every other setting, where
 * {@code $} begins an expression. White space around is cut, since a Secret that was made from a file ends with a line
 * end; the chart and the scripts cut the same (ASCII) characters.
 */
@Priority(Priorities.APPLICATION)
public class SecretText implements ConfigSourceInterceptor {

    /** By the end of the name, so that a later secret is text, too. */
    private static final Pattern SECRET = Pattern.compile(
            "(postgres|rabbitmq|volunteer-scheduler|scicent|decidim)\\..*(username|password|secret|key)");

    /** What the framework has of ours. The expression that says so would have the secret itself expanded in turn. */
    private static final Map<String, String> COPIES = Map.of(
            "quarkus.datasource.username", "postgres.username",
            "quarkus.datasource.password", "postgres.password");

    private static final Pattern SPACE_AROUND = Pattern.compile("\\A\\s+|\\s+\\z");

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        String original = COPIES.getOrDefault(name, name);
        if (!SECRET.matcher(original).matches()) {
            return context.proceed(name);
        }
        ConfigValue value = Expressions.withoutExpansion(() -> context.proceed(original));
        return value == null || value.getValue() == null
                ? value
                : value.withName(name).withValue(cut(value.getValue()));
    }

    static String cut(String text) {
        return SPACE_AROUND.matcher(text).replaceAll("");
    }
}
