// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.messaging;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.volunteerscheduler.platform.config.PositiveDuration;

/** {@code VOLUNTEER_SCHEDULER_DEAD_LETTERS_…}: how long a request of somebody who looks at dead letters may take. */
@ConfigMapping(prefix = "volunteer-scheduler.dead-letters")
public interface DeadLetterSettings {

    /** Waiting for others who look at them; then it is answered 503. */
    @WithDefault("PT30S")
    @WithConverter(PositiveDuration.class)
    Duration waitTimeout();

    /** Looking for one of them, or bringing all back: then the answer says how far it came. */
    @WithDefault("PT30S")
    @WithConverter(PositiveDuration.class)
    Duration workTimeout();
}
