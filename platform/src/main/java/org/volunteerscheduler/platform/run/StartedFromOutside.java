// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.run;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.inject.Singleton;

/** Keeps a service from starting runs by its own clock where somebody else does. */
@Singleton
public class StartedFromOutside implements Scheduled.SkipPredicate {

    private final RunSettings settings;

    public StartedFromOutside(RunSettings settings) {
        this.settings = settings;
    }

    @Override
    public boolean test(ScheduledExecution execution) {
        return settings.schedule() == RunSettings.Schedule.EXTERNAL;
    }
}
