// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.rule;

import java.math.BigDecimal;

/**
 * A multiplier with the parts that it is made of, so that a person can follow the formula line by line.
 *
 * @param multiplier the result, 4 decimals, half up
 * @param sum base + level + activity + referral
 * @param decayFactor what inactivity leaves of the sum, 1 without decay; 10 decimals, half up, for reading: the result
 *     is computed from the exact one
 * @param floor base + level, under which no decay goes
 * @param cap the most that a multiplier may be
 */
public record ActivityMultiplier(
        BigDecimal multiplier,
        BigDecimal base,
        BigDecimal level,
        BigDecimal activity,
        BigDecimal referral,
        BigDecimal sum,
        BigDecimal decayFactor,
        BigDecimal floor,
        BigDecimal cap) {}
