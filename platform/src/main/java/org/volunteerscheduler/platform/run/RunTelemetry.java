// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.run;

/** What became of the runs of one kind, for the audit log and the metrics: told after the commit. */
public interface RunTelemetry<R extends Run> {

    /**
     * Somebody triggered a run.
     *
     * @param who the caller's name
     * @param isNew false if the run existed
     */
    void started(String who, R run, boolean isNew);
}
