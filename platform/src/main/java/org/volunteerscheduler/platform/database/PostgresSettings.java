// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.database;

import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.volunteerscheduler.platform.config.Certificates;
import org.volunteerscheduler.platform.config.Port;
import org.volunteerscheduler.platform.config.PositiveDuration;
import org.volunteerscheduler.platform.config.Secret;
import org.volunteerscheduler.platform.config.SettingsCheck;

/** {@code POSTGRES_HOST} and so on; the properties of the data source are made from them. */
@ConfigMapping(prefix = "postgres")
public interface PostgresSettings {

    String host();

    @WithConverter(Port.class)
    int port();

    @WithConverter(Secret.class)
    String username();

    @WithConverter(Secret.class)
    String password();

    String database();

    /**
     * A connection on which the database has said nothing for this long is given up, whether somebody waits for an
     * answer or not. At least a second, and longer than the longest statement.
     */
    @WithConverter(PositiveDuration.Seconds.class)
    Duration answerTimeout();

    /** Not at all; encrypted, whoever answers; with a trusted certificate; with one for the host's name. */
    enum SslMode {
        DISABLE,
        REQUIRE,
        VERIFY_CA,
        VERIFY_FULL
    }

    SslMode sslMode();

    /** PEM, of the authority that signed the server's certificate. */
    Optional<@WithConverter(Certificates.class) Path> caFile();

    /** Missing settings stop the start. */
    @Singleton
    @IfBuildProperty(name = "quarkus.datasource.db-kind", stringValue = "postgresql")
    class Check implements SettingsCheck {
        // Whoever is asked for has been read.
        Check(PostgresSettings settings) {}
    }
}
