package org.volunteerscheduler.dev;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Who earned what from which sale, and why, at most 100 columns wide. */
final class DemoTable {

    private static final String LINE = "  %-18s %5s  %-7s %5s %9s  %s%n";

    private final PrintStream out;

    DemoTable(PrintStream out) {
        this.out = out;
    }

    void header() {
        out.printf(LINE, "sale", "level", "who", "rate", "earned", "because");
        out.printf(LINE, "-".repeat(18), "-".repeat(5), "-".repeat(7), "-".repeat(5), "-".repeat(9), "-".repeat(44));
    }

    /**
     * What was found, level by level; the first carries the sale's name. An expected level that was not paid is shown
     * too, since why somebody earned nothing is also a question.
     */
    void lines(DemoSale sale, JsonNode found) {
        String title = sale.title();
        for (DemoSale.Expected entry : sale.expected()) {
            BigDecimal earned = earned(found, entry.level());
            out.printf(
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
