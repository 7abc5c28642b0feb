// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier;

import jakarta.ws.rs.Path;
import org.volunteerscheduler.platform.audit.AuditLog;
import org.volunteerscheduler.platform.http.DeadLetterResource;
import org.volunteerscheduler.rabbitmq.failure.DeadLetters;

/** Parts of runs and facts that failed. */
@Path("/volunteer_scheduler/multipliers/dead_letters")
public class MultiplierDeadLetters extends DeadLetterResource {

    public MultiplierDeadLetters(DeadLetters deadLetters, AuditLog audit) {
        super(deadLetters, audit);
    }
}
