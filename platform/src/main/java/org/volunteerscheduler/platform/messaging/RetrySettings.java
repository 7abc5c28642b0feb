// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.messaging;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import org.volunteerscheduler.platform.config.PositiveDuration;

/** {@code VOLUNTEER_SCHEDULER_RETRY_…}: what becomes of a message that fails by itself. */
@ConfigMapping(prefix = "volunteer-scheduler.retry")
public interface RetrySettings {

    /** How long it waits after its first failure, its second …; after one more it is a dead letter. */
    @WithDefault("PT10S,PT1M,PT10M,PT1H")
    List<@WithConverter(PositiveDuration.class) Duration> delays();

    /** How often to check for messages that are due. */
    @WithDefault("PT1S")
    @WithConverter(PositiveDuration.class)
    Duration check();
}
