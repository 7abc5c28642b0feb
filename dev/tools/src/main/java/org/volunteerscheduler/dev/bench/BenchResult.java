package org.volunteerscheduler.dev.bench;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.volunteerscheduler.contracts.Json;

/**
 * What a bench measured.
 *
 * @param figures by name, units last in the names; the first is the one that is compared
 * @param limitName what the limit is
 * @param limit the best possible, measured in the same run, in the first figure's unit
 * @param ratio of speeds: 1 is as fast as the limit, 0.5 half as fast
 */
record BenchResult(
        String bench, Map<String, BigDecimal> figures, String limitName, BigDecimal limit, BigDecimal ratio) {

    /** The figures are collected in the order in which they are shown. */
    static final class Figures {
        private final Map<String, BigDecimal> byName = new LinkedHashMap<>();

        Figures add(String name, double value) {
            byName.put(name, rounded(value));
            return this;
        }

        /** More per second is better: ratio = figure ÷ limit. */
        BenchResult perSecond(String bench, String limitName, double limit) {
            return result(bench, limitName, limit, first() / limit);
        }

        /** Less time is better: ratio = limit ÷ figure. */
        BenchResult time(String bench, String limitName, double limit) {
            return result(bench, limitName, limit, limit / first());
        }

        private double first() {
            return byName.values().iterator().next().doubleValue();
        }

        private BenchResult result(String bench, String limitName, double limit, double ratio) {
            return new BenchResult(
                    bench, byName, limitName, rounded(limit), new BigDecimal(ratio).setScale(3, RoundingMode.HALF_UP));
        }

        /** No more digits than a measurement on a shared machine is worth. */
        private static BigDecimal rounded(double value) {
            int decimals = value >= 1000 ? 0 : value >= 100 ? 1 : 2;
            return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
        }
    }

    String table() {
        StringBuilder table = new StringBuilder("\n");
        figures.forEach((name, value) -> table.append(line(name, value, "")));
        return table.append(line("limit", limit, limitName))
                .append(line("ratio", ratio, "of the limit's speed"))
                .toString();
    }

    private static String line(String name, BigDecimal value, String remark) {
        return String.format(Locale.ROOT, "  %-22s %10s  %s", name, value.toPlainString(), remark)
                        .stripTrailing() + "\n";
    }

    byte[] json() {
        return Json.write(new Written(bench, figures, limit, ratio));
    }

    private record Written(String bench, Map<String, BigDecimal> figures, BigDecimal limit, BigDecimal ratio) {}
}
