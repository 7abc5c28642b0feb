// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.failure;

/** Somebody else works on it, for longer than anybody waits. Nothing was done. */
public final class Busy extends RuntimeException {

    Busy(String what) {
        super("somebody else is working on " + what, null, false, false);
    }
}
