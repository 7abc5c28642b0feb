// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import org.volunteerscheduler.multiplier.rule.MultiplierFormula;
import org.volunteerscheduler.platform.config.SettingsCheck;
import org.volunteerscheduler.platform.run.CronExpression;

/** {@code VOLUNTEER_SCHEDULER_…}: what an installation may change. */
@ConfigMapping(prefix = "volunteer-scheduler")
public interface MultiplierSettings {

    @WithDefault("3.0")
    BigDecimal maxMultiplier();

    /** Seconds, minutes, hours, day of month, month, day of week; read only where the schedule is internal. */
    @WithDefault("0 0 2 * * ?")
    @WithConverter(CronExpression.Reader.class)
    CronExpression multiplierCron();

    /** Volunteers in one part of a run: a part is one transaction, and in memory as a whole. */
    @WithDefault("10000")
    int multiplierPartSize();

    /** Nonsense stops the start. */
    @Singleton
    class Check implements SettingsCheck {
        // Whoever is asked for has been made.
        Check(MultiplierFormula formula) {}
    }

    /** Makes the rules from the settings. */
    class Rules {
        @Produces
        @Singleton
        MultiplierFormula formula(MultiplierSettings settings) {
            if (settings.multiplierPartSize() < 1) {
                throw new IllegalArgumentException(
                        "VOLUNTEER_SCHEDULER_MULTIPLIER_PART_SIZE must be above 0: " + settings.multiplierPartSize());
            }
            return new MultiplierFormula(settings.maxMultiplier());
        }
    }
}
