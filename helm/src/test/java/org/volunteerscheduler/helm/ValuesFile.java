// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What values.yaml says of its values: a line "## " begins a section, "# -- " above a value says what it means. Whatever
 * is below a described value is part of it, unless it is described itself.
 */
record ValuesFile(List<Line> lines) {

    private static final int LONGEST_DEFAULT = 60;
    private static final Pattern KEY = Pattern.compile("^( *)([A-Za-z]\\w*):.*");

    /** @param section empty for a value */
    record Line(String section, String value, String meaning) {}

    static ValuesFile read(Path file) {
        List<Line> lines = new ArrayList<>();
        // Of the keys that the current line is below: how far each is indented, and its name.
        Deque<String> path = new ArrayDeque<>();
        Deque<Integer> indents = new ArrayDeque<>();
        String meaning = "";
        for (String text : readLines(file)) {
            Matcher key = KEY.matcher(text);
            if (text.startsWith("## ")) {
                lines.add(new Line(text.substring(3), "", ""));
            } else if (text.strip().startsWith("# -- ")) {
                meaning = text.strip().substring(5);
            } else if (key.matches()) {
                while (!indents.isEmpty() && indents.peekLast() >= key.group(1).length()) {
                    indents.removeLast();
                    path.removeLast();
                }
                indents.add(key.group(1).length());
                path.add(key.group(2));
                if (!meaning.isEmpty()) {
                    lines.add(new Line("", String.join(".", path), meaning));
                    meaning = "";
                }
            }
        }
        return new ValuesFile(lines);
    }

    private static List<String> readLines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A table for each section: name, default and meaning. */
    String tables(JsonNode values) {
        StringBuilder tables = new StringBuilder();
        for (Line line : lines) {
            if (line.value().isEmpty()) {
                tables.append("\n### ")
                        .append(line.section())
                        .append("\n\n| value | default | meaning |\n| --- | --- | --- |\n");
            } else {
                JsonNode value = values.at("/" + line.value().replace('.', '/'));
                tables.append("| `%s` | %s | %s |\n"
                        .formatted(line.value(), shown(value), line.meaning().replace("|", "\\|")));
            }
        }
        return tables.append('\n').toString();
    }

    /** Every value that is neither described nor below one that is. */
    List<String> undescribed(JsonNode values) {
        List<String> undescribed = new ArrayList<>();
        collect("", values, undescribed);
        return undescribed;
    }

    private void collect(String path, JsonNode value, List<String> undescribed) {
        boolean described =
                lines.stream().anyMatch(line -> !path.isEmpty() && line.value().equals(path));
        if (described) {
            return;
        }
        if (value.isObject() && !value.isEmpty()) {
            value.properties()
                    .forEach(entry -> collect(
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                            entry.getValue(),
                            undescribed));
        } else {
            undescribed.add(path);
        }
    }

    private static String shown(JsonNode value) {
        if (value.isNull()
                || value.isMissingNode()
                || (value.isContainerNode() || value.isTextual()) && isEmpty(value)) {
            return "";
        }
        String text = value.toString();
        return text.length() > LONGEST_DEFAULT ? "see values.yaml" : "`" + text + "`";
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isTextual() ? value.asText().isEmpty() : value.isEmpty();
    }
}
