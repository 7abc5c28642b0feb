// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.measure;

/** How the limit of a workload is measured, after the workload and in the same run. */
public interface LimitBench {

    /** Whether it works in copies of the services' databases, as they were when the workload was set up. */
    boolean needsCopies();

    /** Of as much work as there was in the stretch, where that makes a difference. */
    Limit measure(TestBed bed, Stretch stretch);
}
