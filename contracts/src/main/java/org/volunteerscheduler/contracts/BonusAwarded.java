// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * Awards of one budget run, up to 1000 in one message, by rank. Announced at least once, always with the same message
 * ids for the same run; a listener keeps the first.
 *
 * @param period daily, weekly or monthly
 * @param windowStart inclusive
 * @param windowEnd exclusive
 * @param organizationId or null for all organizations as one pool
 */
public record BonusAwarded(
        long runId, String period, Instant windowStart, Instant windowEnd, Long organizationId, List<Award> items)
        implements Message {

    public static final int MAX_ITEMS = 1000;

    /**
     * What one volunteer received.
     *
     * @param rank from 1
     * @param score 2 decimals or none, as the rules round it
     * @param amount tokens, above 0, 2 decimals
     */
    public record Award(int rank, long userId, BigDecimal score, BigDecimal amount) {}
}
