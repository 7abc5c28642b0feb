// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

/** Why a tool cannot go on, in one line for the person who started it. */
public class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Failure(String line) {
        super(line);
    }

    public Failure(String line, Throwable cause) {
        super(line + ": " + cause, cause);
    }
}
