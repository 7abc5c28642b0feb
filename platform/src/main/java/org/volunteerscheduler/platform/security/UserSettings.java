// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import org.volunteerscheduler.platform.config.Secret;

/** {@code VOLUNTEER_SCHEDULER_…_PASSWORD}: without defaults, so that nobody is let in by one. */
@ConfigMapping(prefix = "volunteer-scheduler")
public interface UserSettings {

    @WithConverter(Secret.class)
    String operatorPassword();

    @WithConverter(Secret.class)
    String viewerPassword();

    @WithConverter(Secret.class)
    String schedulerPassword();
}
