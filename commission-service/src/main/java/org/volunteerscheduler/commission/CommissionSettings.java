// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.volunteerscheduler.commission.rule.CommissionSchedule;
import org.volunteerscheduler.commission.rule.SaleRules;
import org.volunteerscheduler.commission.rule.WaitingPolicy;
import org.volunteerscheduler.platform.config.Decimal;
import org.volunteerscheduler.platform.config.PositiveDuration;
import org.volunteerscheduler.platform.config.SettingsCheck;
import org.volunteerscheduler.platform.config.Switch;

/** {@code VOLUNTEER_SCHEDULER_…}: the numbers of rules.md that an installation may change. */
@ConfigMapping(prefix = "volunteer-scheduler")
public interface CommissionSettings {

    @WithDefault("0.10,0.08,0.06,0.04,0.02")
    List<@WithConverter(Decimal.class) BigDecimal> commissionRates();

    @WithDefault("0.01")
    @WithConverter(Decimal.class)
    BigDecimal minCommission();

    /** Whether a commission is multiplied by the beneficiary's activity multiplier. */
    @WithDefault("false")
    @WithConverter(Switch.class)
    boolean commissionMultiplier();

    @WithDefault("3.0")
    @WithConverter(Decimal.class)
    BigDecimal maxMultiplier();

    /** How long a sale waits for a missing member of its chain. */
    @WithDefault("PT24H")
    @WithConverter(PositiveDuration.class)
    Duration chainWait();

    /** How often it is looked for sales whose waiting is over. */
    @WithDefault("PT1M")
    @WithConverter(PositiveDuration.class)
    Duration waitingSalesCheck();

    /** Nonsense stops the start. */
    @Singleton
    class Check implements SettingsCheck {
        // Whoever is asked for has been made.
        Check(SaleRules rules) {}
    }

    /** Makes the rules from the settings. */
    class Rules {
        @Produces
        @Singleton
        SaleRules rules(CommissionSettings settings) {
            try {
                CommissionSchedule schedule = new CommissionSchedule(
                        settings.commissionRates(),
                        settings.minCommission(),
                        settings.commissionMultiplier() ? Optional.of(settings.maxMultiplier()) : Optional.empty());
                return new SaleRules(schedule, new WaitingPolicy(settings.chainWait()));
            } catch (IllegalArgumentException e) {
                throw new ConfigurationException("VOLUNTEER_SCHEDULER_COMMISSION_RATES: " + e.getMessage());
            }
        }
    }
}
