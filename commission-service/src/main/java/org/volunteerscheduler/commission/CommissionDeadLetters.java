// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission;

import jakarta.ws.rs.Path;
import org.volunteerscheduler.platform.audit.AuditLog;
import org.volunteerscheduler.platform.http.DeadLetterResource;
import org.volunteerscheduler.rabbitmq.failure.DeadLetters;

/** Sales and facts that failed. */
@Path("/volunteer_scheduler/commissions/dead_letters")
public class CommissionDeadLetters extends DeadLetterResource {

    public CommissionDeadLetters(DeadLetters deadLetters, AuditLog audit) {
        super(deadLetters, audit);
    }
}
