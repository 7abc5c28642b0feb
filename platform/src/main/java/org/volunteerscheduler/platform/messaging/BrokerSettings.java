// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.messaging;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.volunteerscheduler.platform.config.Certificates;
import org.volunteerscheduler.platform.config.Port;
import org.volunteerscheduler.platform.config.PositiveDuration;
import org.volunteerscheduler.platform.config.Secret;
import org.volunteerscheduler.platform.config.Switch;

/** Where the broker is ({@code RABBITMQ_HOST}, {@code RABBITMQ_PORT} …) and how long we wait for it. */
@ConfigMapping(prefix = "rabbitmq")
public interface BrokerSettings {

    @WithDefault("localhost")
    String host();

    @WithDefault("5672")
    @WithConverter(Port.class)
    int port();

    @WithDefault("/")
    String virtualHost();

    @WithConverter(Secret.class)
    String username();

    @WithConverter(Secret.class)
    String password();

    /** TLS with the host's name verified. */
    @WithDefault("false")
    @WithConverter(Switch.class)
    boolean tls();

    /** PEM, of the authority that signed the broker's certificate; else those that the JVM trusts. */
    Optional<@WithConverter(Certificates.class) Path> caFile();

    /** Whole seconds: after twice as long without a word from the broker the connection is given up. */
    @WithDefault("PT10S")
    @WithConverter(PositiveDuration.Seconds.class)
    Duration heartbeat();

    /** After this long without a confirm a publication has failed. */
    @WithDefault("PT5S")
    @WithConverter(PositiveDuration.class)
    Duration confirmTimeout();
}
