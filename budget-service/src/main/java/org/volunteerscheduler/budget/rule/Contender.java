// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.rule;

import java.math.BigDecimal;
import java.util.Comparator;

/**
 * An eligible volunteer. The better one comes first: by score, then by approved tasks, then by the lower id, so no two
 * are equal.
 *
 * @param score that of the performance, which is computed once
 */
public record Contender(long userId, PerformanceScore performance, BigDecimal score) implements Comparable<Contender> {

    private static final Comparator<Contender> BETTER_FIRST = Comparator.comparing(Contender::score)
            .reversed()
            .thenComparing(
                    contender -> contender.performance.approvedTasks(),
                    Comparator.<Integer>naturalOrder().reversed())
            .thenComparingLong(Contender::userId);

    public static Contender of(long userId, PerformanceScore performance) {
        return new Contender(userId, performance, performance.value());
    }

    @Override
    public int compareTo(Contender other) {
        return BETTER_FIRST.compare(this, other);
    }
}
