// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.volunteerscheduler.commission.rule.RecordedTotals.Unit;
import org.volunteerscheduler.commission.rule.SaleFlag.Total;

class RecordedTotalsTest {

    private static final long NOW = Instant.parse("2024-12-15T10:30:00Z").getEpochSecond();

    @Property(tries = 200)
    void aWindowHoldsExactlyTheSalesOfItsSeconds(@ForAll @IntRange(min = 0, max = 60) int sales, @ForAll long seed) {
        Random random = new Random(seed);
        // Many at the window's ends, where hours, minutes and seconds meet.
        List<Long> seconds = random.longs(sales, -2, 32 * 86_400)
                .map(ago -> random.nextBoolean() ? ago : 30 * 86_400 - 5 + ago % 10)
                .map(ago -> NOW - ago)
                .boxed()
                .toList();
        SalesWindow window = SalesWindow.upTo(Instant.ofEpochSecond(NOW));

        Total total = totals(seconds).within(window);

        long expected = seconds.stream()
                .filter(second -> second > NOW - 30 * 86_400 && second <= NOW)
                .count();
        assertThat(total.sales()).isEqualTo(expected);
        assertThat(total.amount()).isEqualByComparingTo(BigDecimal.valueOf(expected));
    }

    /** As the database keeps them: each sale, of one token, in every unit. */
    static RecordedTotals totals(List<Long> seconds) {
        Map<Unit, Map<Long, Total>> byUnit = new EnumMap<>(Unit.class);
        for (Unit unit : Unit.values()) {
            Map<Long, Total> byStart = byUnit.computeIfAbsent(unit, any -> new TreeMap<>());
            seconds.forEach(second -> byStart.merge(unit.floor(second), new Total(1, BigDecimal.ONE), Total::plus));
        }
        return new RecordedTotals(byUnit, EarlierSales.NONE);
    }
}
