package org.volunteerscheduler.helm;

import com.fasterxml.jackson.databind.JsonNode;

/** The table of all values: name, default and the schema's description. */
final class ValuesTable {

    private static final int LONGEST_DEFAULT = 60;

    private final StringBuilder lines = new StringBuilder("| value | default | meaning |\n| --- | --- | --- |\n");

    private ValuesTable() {}

    /** @throws IllegalStateException if a value is in no schema, or has no description */
    static String of(JsonNode values, JsonNode schema) {
        ValuesTable table = new ValuesTable();
        table.add("", values, schema);
        return table.lines.toString();
    }

    private void add(String prefix, JsonNode values, JsonNode schema) {
        values.properties().forEach(entry -> {
            String name = prefix + entry.getKey();
            JsonNode value = entry.getValue();
            JsonNode described = schema.path("properties").path(entry.getKey());
            if (described.isMissingNode()) {
                throw new IllegalStateException(name + " is not in values.schema.json");
            }
            if (described.has("properties")) {
                add(name + ".", value, described);
            } else {
                String meaning = described.path("description").asText();
                if (meaning.isBlank()) {
                    throw new IllegalStateException(name + " has no description in values.schema.json");
                }
                lines.append("| `%s` | %s | %s |\n".formatted(name, shown(value), meaning.replace("|", "\\|")));
            }
        });
    }

    private static String shown(JsonNode value) {
        String text = value.isNull() || value.isTextual() && value.asText().isEmpty() ? "" : value.toString();
        if (value.isContainerNode() && value.isEmpty()) {
            text = "";
        }
        if (text.length() > LONGEST_DEFAULT) {
            return "see values.yaml";
        }
        return text.isEmpty() ? "" : "`" + text + "`";
    }
}
