// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import java.time.Instant;

/**
 * Every volunteer of a multiplier run has a multiplier as of its instant.
 *
 * @param organizationId or null for all organizations
 * @param changed how many multipliers are other than before
 */
public record MultiplierRunCompleted(
        long runId,
        Long organizationId,
        Instant asOf,
        long volunteers,
        long changed,
        Instant startedAt,
        Instant finishedAt)
        implements Message {}
