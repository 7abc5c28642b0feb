// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget;

import jakarta.ws.rs.Path;
import org.volunteerscheduler.platform.audit.AuditLog;
import org.volunteerscheduler.platform.http.DeadLetterResource;
import org.volunteerscheduler.rabbitmq.failure.DeadLetters;

/** Runs and facts that failed. */
@Path("/volunteer_scheduler/budgets/dead_letters")
public class BudgetDeadLetters extends DeadLetterResource {

    public BudgetDeadLetters(DeadLetters deadLetters, AuditLog audit) {
        super(deadLetters, audit);
    }
}
