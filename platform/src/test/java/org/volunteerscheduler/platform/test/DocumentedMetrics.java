package org.volunteerscheduler.platform.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The table of metrics in {@code docs/operations.md}, and what a service really shows. */
public final class DocumentedMetrics {

    private static final Path DOCUMENT = Path.of("..", "docs", "operations.md");
    /** Every sample of a counter ends so; the line of its type need not. */
    private static final String TOTAL = "_total";

    private static final String PREFIX = "volunteer_scheduler_";

    private DocumentedMetrics() {}

    /**
     * Type by name: the rows {@code | `name` | type | services | meaning |} that name this service, or {@code all}.
     *
     * @param service {@code commission}, {@code multiplier} …
     */
    public static Map<String, String> of(String service) {
        Map<String, String> types = new TreeMap<>();
        for (String line : lines()) {
            String[] cells = line.split("\\|");
            if (cells.length >= 5 && cells[1].strip().startsWith("`" + PREFIX)) {
                List<String> services = List.of(cells[3].strip().split(", "));
                if (services.contains(service) || services.contains("all")) {
                    types.put(cells[1].strip().replace("`", ""), cells[2].strip());
                }
            }
        }
        return types;
    }

    /** Type by name, of an answer of {@code /q/metrics}; the maximum that goes with a histogram or summary is left out. */
    public static Map<String, String> shownBy(String metrics) {
        Map<String, String> types = new TreeMap<>();
        metrics.lines().filter(line -> line.startsWith("# TYPE " + PREFIX)).forEach(line -> {
            String[] words = line.split(" ");
            boolean counter = words[3].equals("counter") && !words[2].endsWith(TOTAL);
            types.put(counter ? words[2] + TOTAL : words[2], words[3]);
        });
        types.keySet()
                .removeIf(name ->
                        name.endsWith("_max") && types.containsKey(name.substring(0, name.length() - "_max".length())));
        return types;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(DOCUMENT);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
