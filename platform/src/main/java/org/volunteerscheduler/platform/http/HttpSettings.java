// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.volunteerscheduler.platform.config.PositiveDuration;

/** {@code VOLUNTEER_SCHEDULER_…}: how long a sender may take. */
@ConfigMapping(prefix = "volunteer-scheduler")
public interface HttpSettings {

    /** For the headers of a request, from the connection's start or from their first byte. */
    @WithDefault("PT10S")
    @WithConverter(PositiveDuration.class)
    Duration headerTimeout();

    /** For the whole body of a request, from the end of its headers. */
    @WithDefault("PT30S")
    @WithConverter(PositiveDuration.class)
    Duration bodyTimeout();
}
