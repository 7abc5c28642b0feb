// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.run;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.ZoneId;

/** {@code VOLUNTEER_SCHEDULER_…}: what runs of every kind have in common. */
@ConfigMapping(prefix = "volunteer-scheduler")
public interface RunSettings {

    /** Who starts the runs of the schedule: somebody outside (a Kubernetes CronJob, a person), or the service too. */
    enum Schedule {
        EXTERNAL,
        INTERNAL
    }

    @WithDefault("external")
    Schedule schedule();

    /** Of the schedule, and of calendar windows. */
    @WithDefault("UTC")
    ZoneId timeZone();

    /** What was to be done for a run is published again if nothing has come of it for this long. */
    @WithDefault("PT1M")
    Duration runStallTimeout();

    /** How often to check for stalled runs. */
    @WithDefault("PT10S")
    Duration runCheck();
}
