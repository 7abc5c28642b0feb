// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The table of metrics in {@code docs/operations.md}, and what a service really shows. */
public final class DocumentedMetrics {

    private static final Path DOCUMENT = Path.of("..", "docs", "operations.md");
    /** Every sample of a counter ends so; the line of its type need not. */
    private static final String TOTAL = "_total";

    private static final String MAX = "_max";
    private static final String PREFIX = "volunteer_scheduler_";

    private DocumentedMetrics() {}

    /** @param help what it means; Markdown's backticks are left out */
    public record Metric(String type, String help) {}

    /**
     * By name: the rows {@code | `name` | type | services | meaning |} that name this service, or {@code all}.
     *
     * @param service {@code commission}, {@code multiplier} …
     */
    public static Map<String, Metric> of(String service) {
        Map<String, Metric> metrics = new TreeMap<>();
        for (String line : lines()) {
            String[] cells = line.split("\\|");
            if (cells.length >= 5 && cells[1].strip().startsWith("`" + PREFIX)) {
                List<String> services = List.of(cells[3].strip().split(", "));
                if (services.contains(service) || services.contains("all")) {
                    metrics.put(plain(cells[1]), new Metric(plain(cells[2]), plain(cells[4])));
                }
            }
        }
        return metrics;
    }

    private static String plain(String cell) {
        return cell.strip().replace("`", "");
    }

    /** By name, of an answer of {@code /q/metrics}; the maximum that goes with a histogram or summary is left out. */
    public static Map<String, Metric> shownBy(String answer) {
        Map<String, String> helps = new HashMap<>();
        Map<String, Metric> metrics = new TreeMap<>();
        answer.lines().filter(line -> line.startsWith("# HELP " + PREFIX)).forEach(line -> {
            String[] words = line.split(" ", 4);
            helps.put(words[2], words[3]);
        });
        answer.lines().filter(line -> line.startsWith("# TYPE " + PREFIX)).forEach(line -> {
            String[] words = line.split(" ");
            boolean counter = words[3].equals("counter") && !words[2].endsWith(TOTAL);
            metrics.put(
                    counter ? words[2] + TOTAL : words[2], new Metric(words[3], helps.getOrDefault(words[2], "none")));
        });
        metrics.keySet()
                .removeIf(name ->
                        name.endsWith(MAX) && metrics.containsKey(name.substring(0, name.length() - MAX.length())));
        return metrics;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(DOCUMENT);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
