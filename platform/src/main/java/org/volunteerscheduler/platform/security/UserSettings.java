package org.volunteerscheduler.platform.security;

import io.smallrye.config.ConfigMapping;

/** {@code VOLUNTEER_SCHEDULER_…_PASSWORD}: without defaults, so that nobody is let in by one. */
@ConfigMapping(prefix = "volunteer-scheduler")
public interface UserSettings {

    String operatorPassword();

    String viewerPassword();

    String schedulerPassword();
}
