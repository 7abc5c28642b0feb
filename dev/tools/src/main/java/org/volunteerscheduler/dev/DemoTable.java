package org.volunteerscheduler.dev;

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

    /** The first level carries the sale's name. */
    void lines(DemoSale sale) {
        String title = sale.title();
        for (DemoSale.Expected entry : sale.expected()) {
            out.printf(
                    LINE,
                    title,
                    entry.level(),
                    entry.who(),
                    entry.rate().movePointRight(2).stripTrailingZeros().toPlainString() + " %",
                    entry.amount() == null ? "-" : entry.amount(),
                    because(sale.amount(), entry));
            title = "";
        }
    }

    private static String because(BigDecimal saleAmount, DemoSale.Expected entry) {
        BigDecimal exact = saleAmount.multiply(entry.rate()).stripTrailingZeros();
        BigDecimal rounded = exact.setScale(2, RoundingMode.HALF_UP);
        String product = saleAmount + " × " + entry.rate() + " = ";
        if (entry.amount() == null) {
            return product + exact.toPlainString() + " → " + rounded + " < 0.01: not paid";
        }
        return exact.compareTo(rounded) == 0 ? product + rounded : product + exact.toPlainString() + " → " + rounded;
    }
}
