// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

/** A budget run waits to be settled. What it is stands in budget-service's database. */
public record BudgetRunStarted(long runId) implements Message {

    public static BudgetRunStarted read(JsonFields fields) {
        return new BudgetRunStarted(fields.positiveLong("run_id"));
    }
}
