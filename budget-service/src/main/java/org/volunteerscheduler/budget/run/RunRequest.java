// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.run;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import org.volunteerscheduler.budget.BudgetSettings;
import org.volunteerscheduler.budget.rule.BudgetPeriod;
import org.volunteerscheduler.budget.rule.BudgetWindow;
import org.volunteerscheduler.budget.rule.PoolAllocation;
import org.volunteerscheduler.contracts.JsonFields;
import org.volunteerscheduler.platform.run.AsOf;

/**
 * What is asked for: a run, or its preview.
 *
 * @param organizationId or null for all organizations as one pool
 * @param poolAmount or null: the configured one
 * @param asOf the last window that was completed then is meant
 */
record RunRequest(BudgetPeriod period, Long organizationId, BigDecimal poolAmount, Instant asOf) {

    static RunRequest read(JsonFields fields, Instant now) {
        return new RunRequest(
                fields.oneOf("period", BudgetPeriod.class),
                fields.optionalPositiveLong("organization_id"),
                fields.optionalTokens("pool_amount", PoolAllocation.DECIMALS),
                AsOf.read(fields, now, now));
    }

    BudgetWindow window(ZoneId zone) {
        return BudgetWindow.lastCompleted(period, zone, asOf);
    }

    BigDecimal pool(BudgetSettings settings) {
        return poolAmount == null ? settings.pool(period) : poolAmount;
    }
}
