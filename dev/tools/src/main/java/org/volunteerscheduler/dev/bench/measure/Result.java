package org.volunteerscheduler.dev.bench.measure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.volunteerscheduler.contracts.Json;

/**
 * What a bench measured.
 *
 * @param unit what processor time is per
 * @param cases where the same was measured under several conditions
 * @param figures of the bench as a whole
 * @param remarks by the names of figures
 */
public record Result(
        String bench, String unit, List<Case> cases, Map<String, BigDecimal> figures, Map<String, String> remarks) {

    private static final Map<String, String> REMARKS = Map.of(
            "ratio", "of the limit's speed",
            "cold_ratio", "of the limit's speed, by a service just started",
            "limit_cpu_us", "processor time of the limit",
            "cpu_ratio", "of the limit's processor time to ours",
            "idle_share", "of the cores",
            "others_share", "of the cores, by programs that are not part of this");

    /** Of one workload. */
    static Result of(String bench, String unit, Figures figures, Map<String, String> remarks) {
        return new Result(bench, unit, List.of(), figures.byName(), remarks);
    }

    /** Figures under one condition. */
    public record Case(String name, Map<String, BigDecimal> figures) {}

    public String table() {
        StringBuilder table = new StringBuilder("\n");
        if (!cases.isEmpty()) {
            casesAsColumns(table);
        }
        figures.forEach((name, value) -> line(
                table,
                "%-30s %12s  %s",
                name,
                value.toPlainString(),
                remarks.getOrDefault(name, REMARKS.getOrDefault(name, ""))));
        if (figures.containsKey("cpu_us_total") || !cases.isEmpty()) {
            line(table, "cpu_us: processor time in microseconds per %s", unit);
        }
        return table.toString();
    }

    private void casesAsColumns(StringBuilder table) {
        Set<String> names = new LinkedHashSet<>();
        cases.forEach(one -> names.addAll(one.figures.keySet()));
        List<String> headings = new ArrayList<>(List.of(""));
        cases.forEach(one -> headings.add(one.name));
        int width = headings.stream().mapToInt(String::length).max().orElse(0) + 2;
        row(table, width, headings);
        for (String name : names) {
            List<String> cells = new ArrayList<>(List.of(name));
            cases.forEach(one -> cells.add(
                    one.figures.containsKey(name) ? one.figures.get(name).toPlainString() : "-"));
            row(table, width, cells);
        }
        table.append('\n');
    }

    private static void row(StringBuilder table, int width, List<String> cells) {
        StringBuilder row = new StringBuilder(String.format("%-28s", cells.getFirst()));
        cells.stream().skip(1).forEach(cell -> row.append(String.format("%" + width + "s", cell)));
        line(table, "%s", row);
    }

    private static void line(StringBuilder table, String format, Object... values) {
        table.append("  ")
                .append(String.format(Locale.ROOT, format, values).stripTrailing())
                .append('\n');
    }

    public byte[] json() {
        return Json.write(this);
    }
}
