// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.run;

import jakarta.ws.rs.core.SecurityContext;
import org.volunteerscheduler.platform.security.Role;

/**
 * Who starts a run.
 *
 * @param person whether a person waits for it, so that it overtakes those of the schedule
 */
public record Caller(String name, boolean person) {

    /** A service that starts a run by its own clock. */
    public static final Caller SCHEDULE = new Caller("schedule", false);

    /** Whoever has no more than the scheduler's role is no person. */
    public static Caller of(SecurityContext caller) {
        return new Caller(caller.getUserPrincipal().getName(), caller.isUserInRole(Role.OPERATOR));
    }
}
