package org.volunteerscheduler.platform.database;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMapping;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;

/** {@code POSTGRES_HOST} and so on; the properties of the data source are made from them. */
@ConfigMapping(prefix = "postgres")
public interface PostgresSettings {

    String host();

    int port();

    String username();

    String password();

    String database();

    /** What every connection sets, as the query of a URL. */
    String options();

    /** Not at all; encrypted, whoever answers; with a trusted certificate; with one for the host's name. */
    enum SslMode {
        DISABLE,
        REQUIRE,
        VERIFY_CA,
        VERIFY_FULL
    }

    SslMode sslMode();

    /** PEM, of the authority that signed the server's certificate. */
    Optional<Path> caFile();

    /** Missing or contradictory settings stop the start. */
    @Startup
    @Singleton
    @IfBuildProperty(name = "quarkus.datasource.db-kind", stringValue = "postgresql")
    class Check {
        Check(PostgresSettings settings) {
            boolean verifies = settings.sslMode().compareTo(SslMode.VERIFY_CA) >= 0;
            if (verifies && settings.caFile().isEmpty()) {
                throw new ConfigurationException("POSTGRES_SSL_MODE verify-ca and verify-full need POSTGRES_CA_FILE");
            }
        }
    }
}
