// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.demo;

import static org.volunteerscheduler.dev.system.Console.OUT;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Who earned what from which sale, and why, at most 100 columns wide. */
final class CommissionTable {

    private static final String LINE = "  %-18s %5s  %-7s %5s %9s  %s%n";

    private CommissionTable() {}

    static void header() {
        OUT.printf(LINE, "sale", "level", "who", "rate", "earned", "because");
        OUT.printf(LINE, "-".repeat(18), "-".repeat(5), "-".repeat(7), "-".repeat(5), "-".repeat(9), "-".repeat(44));
    }

    /**
     * What was found, level by level; the first carries the sale's name. An expected level that was not paid is shown
     * too, since why somebody earned nothing is also a question.
     */
    static void lines(ExampleSale sale, JsonNode found) {
        String title = sale.title();
        for (ExampleSale.Expected entry : sale.expected()) {
            BigDecimal earned = earned(found, entry.level());
            OUT.printf(
                    LINE,
                    title,
                    entry.level(),
                    entry.who(),
                    entry.rate().movePointRight(2).stripTrailingZeros().toPlainString() + " %",
                    earned == null ? "-" : earned.setScale(2, RoundingMode.HALF_UP),
                    because(sale.amount(), entry.rate(), earned));
            title = "";
        }
    }

    private static BigDecimal earned(JsonNode found, int level) {
        for (JsonNode commission : found.path("commissions")) {
            if (commission.path("level").asInt() == level) {
                return commission.path("amount").decimalValue();
            }
        }
        return null;
    }

    private static String because(BigDecimal saleAmount, BigDecimal rate, BigDecimal earned) {
        BigDecimal exact = saleAmount.multiply(rate).stripTrailingZeros();
        BigDecimal rounded = exact.setScale(2, RoundingMode.HALF_UP);
        String computation = saleAmount + " × " + rate + " = "
                + (exact.compareTo(rounded) == 0 ? rounded : exact.toPlainString() + " → " + rounded);
        return earned == null ? computation + " < 0.01: not paid" : computation;
    }
}
