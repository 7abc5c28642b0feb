// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.run;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What identifies a run, and how it is computed.
 *
 * @param organizationId or null for all organizations
 * @param manual whether a person waits for it
 * @param maxMultiplier the cap, kept with the run
 */
record MultiplierPlan(Long organizationId, Instant asOf, boolean manual, BigDecimal maxMultiplier) {}
