// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.security;

/** Who may do what: every method of a resource names its roles, and one that names none is closed to all. */
public final class Role {

    /** May do all. */
    public static final String OPERATOR = "operator";

    /** Reads. */
    public static final String VIEWER = "viewer";

    /** Starts runs and reads them. */
    public static final String SCHEDULER = "scheduler";

    private Role() {}
}
