// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.messaging;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.volunteerscheduler.rabbitmq.connection.QueueType;

/** {@code VOLUNTEER_SCHEDULER_QUEUE_TYPE}: the same for every service of an installation. */
@ConfigMapping(prefix = "volunteer-scheduler")
public interface QueueSettings {

    String QUEUE_TYPE = "VOLUNTEER_SCHEDULER_QUEUE_TYPE";

    @WithDefault("classic")
    QueueType queueType();
}
