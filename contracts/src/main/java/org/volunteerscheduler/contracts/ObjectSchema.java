// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a reader asks of one object, as JSON Schema (2020-12). Each kind of field says in words what it must be. */
final class ObjectSchema {

    private static final String TYPE = "type";
    private static final String ENUM = "enum";

    private final Map<String, ObjectNode> properties = new LinkedHashMap<>();
    private final Set<String> required = new TreeSet<>();

    void expect(String key, ObjectNode kind) {
        properties.put(key, kind);
    }

    void require(String key) {
        required.add(key);
    }

    ObjectNode json() {
        ObjectNode object = JsonNodeFactory.instance.objectNode().put(TYPE, "object");
        ObjectNode all = object.putObject("properties");
        properties.forEach((key, kind) -> all.set(key, required.contains(key) ? kind : nullable(kind)));
        if (!required.isEmpty()) {
            required.forEach(object.putArray("required")::add);
        }
        return object;
    }

    /** What may be absent may be null as well. */
    private static ObjectNode nullable(ObjectNode kind) {
        ArrayNode types = JsonNodeFactory.instance.arrayNode();
        kind.set(TYPE, types.add(kind.path(TYPE)).add("null"));
        if (kind.path(ENUM) instanceof ArrayNode names) {
            names.addNull();
        }
        return kind;
    }

    static ObjectNode wholeNumber(long min, long max) {
        ObjectNode kind = kind("integer", "a whole number from " + min + " to " + max)
                .put("format", max > Integer.MAX_VALUE ? "int64" : "int32")
                .put("minimum", min);
        return max == Long.MAX_VALUE ? kind : kind.put("maximum", max);
    }

    static ObjectNode tokens(BigDecimal below, int decimals) {
        return kind("number", "a number above 0 and below 10^12 with at most " + decimals + " decimals")
                .put("exclusiveMinimum", 0)
                .put("exclusiveMaximum", below.longValueExact());
    }

    static ObjectNode decimal(BigDecimal min, BigDecimal max, int decimals) {
        return kind("number", "a number from " + min + " to " + max + " with at most " + decimals + " decimals")
                .put("minimum", min)
                .put("maximum", max);
    }

    static ObjectNode text(int max) {
        return kind("string", "a string of 1 to " + max + " printable characters")
                .put("minLength", 1)
                .put("maxLength", max);
    }

    static ObjectNode oneOf(Class<? extends Enum<?>> type) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        ObjectNode kind = kind("string", "one of " + String.join(", ", names));
        names.forEach(kind.putArray(ENUM)::add);
        return kind;
    }

    static ObjectNode instant() {
        return kind("string", "an ISO-8601 instant with zone, from 2000 to 2099, like 2024-12-15T10:30:00Z")
                .put("format", "date-time");
    }

    static ObjectNode items(int max, ObjectNode item) {
        ObjectNode kind = kind("array", "an array of 1 to " + max + " items")
                .put("minItems", 1)
                .put("maxItems", max);
        kind.set("items", item);
        return kind;
    }

    private static ObjectNode kind(String type, String description) {
        return JsonNodeFactory.instance.objectNode().put(TYPE, type).put("description", description);
    }
}
