// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A pool was distributed and its allocations stand in budget-service's database.
 *
 * @param period daily, weekly or monthly
 * @param windowStart inclusive
 * @param windowEnd exclusive
 * @param organizationId or null for all organizations as one pool
 * @param poolAmount tokens; the sum of {@code distributed} and {@code undistributed}
 * @param eligible volunteers with enough approved tasks in the window
 * @param paid volunteers who received an award
 */
public record BudgetRunCompleted(
        long runId,
        String period,
        Instant windowStart,
        Instant windowEnd,
        Long organizationId,
        BigDecimal poolAmount,
        BigDecimal distributed,
        BigDecimal undistributed,
        long eligible,
        long paid,
        Instant finishedAt)
        implements Message {}
