// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jetbrains.annotations.Nullable;

/**
 * What each member of the buyer's referral chain earns from one sale; level 1 is nearest the buyer.
 *
 * <p>Units: tokens. Rounding: each level alone, half up to 2 decimals. Source: rules.md, Commissions 1 to 3.
 *
 * @param rateByLevel the rate of level 1 first; its length is the depth that is paid
 * @param minimum a commission under this is not paid
 * @param multiplierCap where commissions are multiplied: the most that a beneficiary's multiplier counts; empty where
 *     they are not
 */
public record CommissionSchedule(List<BigDecimal> rateByLevel, BigDecimal minimum, Optional<BigDecimal> multiplierCap) {

    private static final int AWARD_DECIMALS = 2;

    /** @throws IllegalArgumentException if a rate is not above 0, the rates together exceed 1, or a bound is negative */
    public CommissionSchedule {
        rateByLevel = List.copyOf(rateByLevel);
        if (rateByLevel.isEmpty() || rateByLevel.stream().anyMatch(rate -> rate.signum() <= 0)) {
            throw new IllegalArgumentException("every rate must be above 0: " + rateByLevel);
        }
        if (rateByLevel.stream().reduce(BigDecimal.ZERO, BigDecimal::add).compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("the rates together must not exceed 1: " + rateByLevel);
        }
        if (minimum.signum() < 0
                || multiplierCap.filter(cap -> cap.signum() < 0).isPresent()) {
            throw new IllegalArgumentException("minimum and multiplier cap must not be negative");
        }
    }

    /**
     * One level's share.
     *
     * @param multiplier the factor that was applied, capped; null where commissions are not multiplied
     * @param amount tokens, 2 decimals, above 0
     */
    public record Commission(
            int level,
            long userId,
            BigDecimal rate,
            @Nullable BigDecimal multiplier,
            BigDecimal amount) {}

    public int depth() {
        return rateByLevel.size();
    }

    /** The paid levels, ascending; a level under the minimum is left out and moves nobody up. */
    public List<Commission> split(BigDecimal saleAmount, ReferralChain chain) {
        List<Commission> paid = new ArrayList<>(depth());
        int levels = Math.min(depth(), chain.referrers().size());
        for (int level = 1; level <= levels; level++) {
            ReferralChain.Member beneficiary = chain.referrers().get(level - 1);
            BigDecimal rate = rateByLevel.get(level - 1);
            BigDecimal multiplier =
                    multiplierCap.map(beneficiary.multiplier()::min).orElse(null);
            BigDecimal exact = saleAmount.multiply(rate);
            BigDecimal amount = (multiplier == null ? exact : exact.multiply(multiplier))
                    .setScale(AWARD_DECIMALS, RoundingMode.HALF_UP);
            if (amount.signum() > 0 && amount.compareTo(minimum) >= 0) {
                paid.add(new Commission(level, beneficiary.userId(), rate, multiplier, amount));
            }
        }
        return paid;
    }
}
