// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Strict reading of one JSON object. Nothing is coerced: {@code "100"} is no number. A field that is missing or wrong
 * becomes a {@link Violation} and reads as null or 0, so that all violations are found at once; whoever started the
 * reading must look at the violations before using the value.
 */
public final class JsonFields {

    private static final int MAX_VIOLATIONS = 100;
    private static final Supplier<ObjectNode> POSITIVE_LONG = () -> ObjectSchema.wholeNumber(1, Long.MAX_VALUE);

    private final JsonNode object;
    private final String path;
    private final List<Violation> violations;
    /** Null, except where a reader is only asked what it reads. */
    private final ObjectSchema asked;

    JsonFields(JsonNode object, String path, List<Violation> violations) {
        this(object, path, violations, null);
        if (!object.isObject()) {
            report(violations, path, "must be a JSON object");
        }
    }

    private JsonFields(JsonNode object, String path, List<Violation> violations, ObjectSchema asked) {
        this.object = object;
        this.path = path;
        this.violations = violations;
        this.asked = asked;
    }

    /** What this reader expects of an object, as JSON Schema. It is run once, on nothing. */
    static ObjectNode schema(Function<JsonFields, ?> reader) {
        ObjectSchema asked = new ObjectSchema();
        var unused = reader.apply(new JsonFields(MissingNode.getInstance(), "", new ArrayList<>(), asked));
        return asked.json();
    }

    /** 1 to 2^63 - 1. */
    public long positiveLong(String key) {
        Long value = required(key, POSITIVE_LONG, JsonValues::positiveLong);
        return value == null ? 0 : value;
    }

    /** 1 to 2^63 - 1, or null. */
    public Long optionalPositiveLong(String key) {
        return optional(key, POSITIVE_LONG, JsonValues::positiveLong);
    }

    public int wholeNumber(String key, int min, int max) {
        Integer value =
                required(key, () -> ObjectSchema.wholeNumber(min, max), node -> JsonValues.wholeNumber(node, min, max));
        return value == null ? 0 : value;
    }

    /** Tokens: above 0, below 10^12, at most {@code decimals} decimals. Trailing zeros do not count. */
    public BigDecimal tokens(String key, int decimals) {
        return required(
                key,
                () -> ObjectSchema.tokens(JsonValues.MAX_TOKENS, decimals),
                node -> JsonValues.tokens(node, decimals));
    }

    /** As {@link #tokens}, or null. */
    public BigDecimal optionalTokens(String key, int decimals) {
        return optional(
                key,
                () -> ObjectSchema.tokens(JsonValues.MAX_TOKENS, decimals),
                node -> JsonValues.tokens(node, decimals));
    }

    /** A decimal from {@code min} to {@code max}. */
    public BigDecimal decimal(String key, BigDecimal min, BigDecimal max, int decimals) {
        return required(
                key,
                () -> ObjectSchema.decimal(min, max, decimals),
                node -> JsonValues.decimal(node, min, max, decimals));
    }

    /** 1 to {@code max} printable characters (a surrogate pair is one). */
    public String text(String key, int max) {
        return required(key, () -> ObjectSchema.text(max), node -> JsonValues.text(node, max));
    }

    /** As {@link #text}, or null. */
    public String optionalText(String key, int max) {
        return optional(key, () -> ObjectSchema.text(max), node -> JsonValues.text(node, max));
    }

    /** As {@link #text}, and as {@link Identifier} wants it: for what is sent to us, not for what was accepted before. */
    public String id(String key, int max) {
        return faultless(key, text(key, max));
    }

    public String id(String key, int max, String otherwise) {
        String value = optional(key, () -> ObjectSchema.text(max), node -> JsonValues.text(node, max));
        return value == null ? otherwise : faultless(key, value);
    }

    private String faultless(String key, String value) {
        if (value != null) {
            Identifier.fault(value).ifPresent(fault -> violate(key, fault));
        }
        return value;
    }

    /** One of the names of {@code type}, in lower case. */
    public <E extends Enum<E>> E oneOf(String key, Class<E> type) {
        return required(key, () -> ObjectSchema.oneOf(type), node -> JsonValues.oneOf(node, type));
    }

    /** Cut to microseconds, which is what the databases keep. */
    public Instant instant(String key) {
        return JsonValues.toMicros(exactInstant(key));
    }

    /** To the nanosecond, for what decides which of two states holds. */
    public Instant exactInstant(String key) {
        return required(key, ObjectSchema::instant, JsonValues::instant);
    }

    public Instant optionalInstant(String key) {
        return JsonValues.toMicros(optional(key, ObjectSchema::instant, JsonValues::instant));
    }

    public Instant instant(String key, Instant otherwise) {
        return absent(key) && asked == null ? otherwise : optionalInstant(key);
    }

    public <T> List<T> items(String key, int max, Function<JsonFields, T> reader) {
        List<T> items = required(
                key,
                () -> ObjectSchema.items(max, schema(reader)),
                array -> items(array, path + key, max, reader, violations));
        return items == null ? List.of() : items;
    }

    /** A rule that ties several fields together, told at the field that is to be changed. */
    public void require(boolean holds, String key, String message) {
        if (!holds) {
            violate(key, message);
        }
    }

    static <T> List<T> items(
            JsonNode array, String path, int max, Function<JsonFields, T> reader, List<Violation> violations) {
        if (!array.isArray() || array.isEmpty() || array.size() > max) {
            report(violations, path, "must be an array of 1 to " + max + " items");
            return List.of();
        }
        List<T> items = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            items.add(reader.apply(new JsonFields(array.get(i), path + "[" + i + "].", violations)));
        }
        return items;
    }

    /** Missing or null. */
    public boolean absent(String key) {
        JsonNode node = object.path(key);
        return node.isMissingNode() || node.isNull();
    }

    /**
     * @param kind what the field must be
     * @param parse null for what it must not be
     * @return null if it is absent, or what it must not be, which is told
     */
    private <T> T optional(String key, Supplier<ObjectNode> kind, Function<JsonNode, T> parse) {
        if (asked != null) {
            asked.expect(key, kind.get());
        }
        if (absent(key)) {
            return null;
        }
        T value = parse.apply(object.path(key));
        if (value == null) {
            violate(key, "must be " + kind.get().path("description").asText());
        }
        return value;
    }

    /** As {@link #optional}; that it is absent is told too. */
    private <T> T required(String key, Supplier<ObjectNode> kind, Function<JsonNode, T> parse) {
        T value = optional(key, kind, parse);
        if (absent(key)) {
            violate(key, "is required");
            if (asked != null) {
                asked.require(key);
            }
        }
        return value;
    }

    private void violate(String key, String message) {
        report(violations, path + key, message);
    }

    private static void report(List<Violation> violations, String field, String message) {
        if (violations.size() < MAX_VIOLATIONS) {
            violations.add(
                    new Violation(field.endsWith(".") ? field.substring(0, field.length() - 1) : field, message));
        }
    }
}
