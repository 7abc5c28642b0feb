// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.measure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.volunteerscheduler.contracts.Json;

/**
 * What a bench measured.
 *
 * @param figures of the bench as a whole
 * @param cases where the same was measured under several conditions
 * @param remarks by the names of figures
 */
public record Result(String bench, Map<String, BigDecimal> figures, List<Case> cases, Map<String, String> remarks) {

    private static final Map<String, String> REMARKS = Map.of(
            "ratio", "of the limit's speed",
            "cold_ratio", "of the limit's speed, by a service just started",
            "limit_cpu_us", "processor time of the limit",
            "cpu_ratio", "of the limit's processor time to ours",
            "idle_share", "of the cores",
            "others_share", "of the cores, by programs that are not part of this");

    /**
     * Figures under one condition.
     *
     * @param work what was done; cases of the same work are compared with one another
     * @param condition under which
     * @param unit what processor time is per
     */
    public record Case(String work, String condition, String unit, Map<String, BigDecimal> figures) {}

    /** Of one workload. */
    static Result of(String bench, String unit, Figures figures, String limit) {
        return new Result(
                bench,
                figures.byName(),
                List.of(),
                Map.of("limit", limit, "cpu_us_total", "processor time in microseconds per " + unit));
    }

    public String table() {
        StringBuilder table = new StringBuilder();
        cases.stream()
                .collect(Collectors.groupingBy(Case::work, LinkedHashMap::new, Collectors.toList()))
                .forEach((work, conditions) -> comparison(table, work, conditions));
        table.append('\n');
        figures.forEach((name, value) -> line(
                table,
                "%-30s %12s  %s",
                name,
                value.toPlainString(),
                remarks.getOrDefault(name, REMARKS.getOrDefault(name, ""))));
        return table.toString();
    }

    /** One work, its conditions side by side. */
    private static void comparison(StringBuilder table, String work, List<Case> conditions) {
        table.append('\n');
        List<String> headings = new ArrayList<>(List.of(work));
        conditions.forEach(one -> headings.add(one.condition));
        int width = Math.max(
                12, headings.stream().skip(1).mapToInt(String::length).max().orElse(0) + 2);
        row(table, width, headings);
        Set<String> names = new LinkedHashSet<>();
        conditions.forEach(one -> names.addAll(one.figures.keySet()));
        for (String name : names) {
            List<String> cells = new ArrayList<>(List.of(name));
            conditions.forEach(one -> cells.add(
                    one.figures.containsKey(name) ? one.figures.get(name).toPlainString() : "-"));
            row(table, width, cells);
        }
        line(table, "(cpu_us: processor time in microseconds per %s)", conditions.getFirst().unit);
    }

    private static void row(StringBuilder table, int width, List<String> cells) {
        StringBuilder row = new StringBuilder(String.format("%-30s", cells.getFirst()));
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
