// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.rule;

import java.math.BigDecimal;

/**
 * A multiplier that is to be written.
 *
 * @param multiplier 4 decimals
 * @param activity what went into it
 * @param changed whether it is another number than before
 */
public record ComputedMultiplier(long userId, BigDecimal multiplier, VolunteerActivity activity, boolean changed) {}
