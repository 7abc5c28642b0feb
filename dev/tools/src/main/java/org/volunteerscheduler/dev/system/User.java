// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

import static org.volunteerscheduler.dev.system.Environment.required;

import java.util.Locale;

/** The users of the domain services. */
public enum User {
    OPERATOR,
    VIEWER,
    SCHEDULER;

    String passwordVariable() {
        return "VOLUNTEER_SCHEDULER_" + name() + "_PASSWORD";
    }

    /** The value of the {@code Authorization} header. */
    public String authorization() {
        return Http.basicAuthorization(name().toLowerCase(Locale.ROOT), required(passwordVariable()));
    }
}
