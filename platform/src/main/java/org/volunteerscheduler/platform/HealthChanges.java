// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform;

import io.smallrye.health.api.Wellness;
import io.smallrye.health.event.SmallRyeHealthStatusChangeEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** One line of log whenever what a probe asks for has changed. The framework's own, at each probe, is switched off. */
@ApplicationScoped
public class HealthChanges {

    private static final Logger LOG = Logger.getLogger(HealthChanges.class);

    void ready(@Observes @Readiness SmallRyeHealthStatusChangeEvent change) {
        log("ready", change);
    }

    void well(@Observes @Wellness SmallRyeHealthStatusChangeEvent change) {
        log("well", change);
    }

    void alive(@Observes @Liveness SmallRyeHealthStatusChangeEvent change) {
        log("alive", change);
    }

    private static void log(String what, SmallRyeHealthStatusChangeEvent change) {
        if (change.health().getStatus() == Status.UP) {
            LOG.infof("%s", what);
        } else {
            LOG.warnf("not %s: %s", what, change.health().getPayload().get("checks"));
        }
    }
}
