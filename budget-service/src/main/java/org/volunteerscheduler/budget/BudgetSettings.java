// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.volunteerscheduler.budget.rule.BudgetPeriod;
import org.volunteerscheduler.budget.rule.PoolAllocation;
import org.volunteerscheduler.platform.config.SettingsCheck;
import org.volunteerscheduler.platform.run.CronExpression;

/** {@code VOLUNTEER_SCHEDULER_…}: what an installation may change. */
@ConfigMapping(prefix = "volunteer-scheduler")
public interface BudgetSettings {

    @WithDefault("100")
    BigDecimal dailyBudget();

    @WithDefault("1000")
    BigDecimal weeklyBudget();

    @WithDefault("5000")
    BigDecimal monthlyBudget();

    /**
     * The periods that are due for all organizations as one pool: one that was not triggered counts as missed, and an
     * internal schedule starts these and no others.
     */
    @WithDefault("weekly,monthly")
    Optional<List<BudgetPeriod>> scheduledBudgets();

    /** Seconds, minutes, hours, day of month, month, day of week; read only where the schedule is internal. */
    @WithDefault("0 0 0 * * ?")
    @WithConverter(CronExpression.Reader.class)
    CronExpression dailyBudgetCron();

    @WithDefault("0 0 0 ? * SUN")
    @WithConverter(CronExpression.Reader.class)
    CronExpression weeklyBudgetCron();

    @WithDefault("0 0 0 1 * ?")
    @WithConverter(CronExpression.Reader.class)
    CronExpression monthlyBudgetCron();

    /** The pool of a run that names none. */
    default BigDecimal pool(BudgetPeriod period) {
        return switch (period) {
            case DAILY -> dailyBudget();
            case WEEKLY -> weeklyBudget();
            case MONTHLY -> monthlyBudget();
        };
    }

    /** When a run of this period is due, where the schedule is internal. */
    default CronExpression cron(BudgetPeriod period) {
        return switch (period) {
            case DAILY -> dailyBudgetCron();
            case WEEKLY -> weeklyBudgetCron();
            case MONTHLY -> monthlyBudgetCron();
        };
    }

    default boolean isScheduled(BudgetPeriod period) {
        return scheduledBudgets().orElse(List.of()).contains(period);
    }

    /** Nonsense stops the start. */
    @Singleton
    class Check implements SettingsCheck {
        Check(BudgetSettings settings) {
            for (BudgetPeriod period : BudgetPeriod.values()) {
                try {
                    new PoolAllocation(period, settings.pool(period));
                } catch (IllegalArgumentException e) {
                    throw new ConfigurationException(
                            "VOLUNTEER_SCHEDULER_" + period.name() + "_BUDGET: " + e.getMessage());
                }
            }
        }
    }
}
