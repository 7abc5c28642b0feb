// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.measure;

import java.util.List;
import org.volunteerscheduler.dev.system.Service;

/** Work that can be measured. The methods are called in the order in which they stand here. */
public interface Workload {

    /** The services that do it. */
    List<Service> services();

    /** Makes databases, queues and data; the services are started afterwards. */
    void setUp(TestBed bed);

    /**
     * The same work as is measured, until the services are as fast as they get.
     *
     * @return what it showed of services that have just been started
     */
    Figures warmUp(TestBed bed);

    /** A stretch of it, as long as the options say or a little longer. May be called again. */
    Stretch measure(TestBed bed);
}
