// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.rule;

import java.util.List;

/**
 * How the eligible volunteers of a window stand.
 *
 * @param eligible how many there are
 * @param best by rank; as many as the period has places, or fewer
 */
public record Standing(long eligible, List<Contender> best) {}
