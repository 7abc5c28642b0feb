// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.run;

/** A run of any kind, as its row says. */
public interface Run {

    long id();

    RunStatus status();
}
