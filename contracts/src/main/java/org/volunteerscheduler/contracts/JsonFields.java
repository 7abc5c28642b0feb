package org.volunteerscheduler.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Strict reading of one JSON object. Nothing is coerced: {@code "100"} is no number. A field that is missing or wrong
 * becomes a {@link Violation} and reads as null or 0, so that all violations are found at once; whoever started the
 * reading must look at the violations before using the value.
 */
public final class JsonFields {

    private static final int MAX_VIOLATIONS = 100;
    private static final BigDecimal MAX_TOKENS = BigDecimal.TEN.pow(12);
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
        Long value = required(key, POSITIVE_LONG, JsonFields::toPositiveLong);
        return value == null ? 0 : value;
    }

    /** 1 to 2^63 - 1, or null. */
    public Long optionalPositiveLong(String key) {
        return optional(key, POSITIVE_LONG, JsonFields::toPositiveLong);
    }

    private static Long toPositiveLong(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() > 0 ? node.longValue() : null;
    }

    public int wholeNumber(String key, int least, int most) {
        Integer value = required(key, () -> ObjectSchema.wholeNumber(least, most), node -> {
            boolean fits = node.isIntegralNumber()
                    && node.canConvertToInt()
                    && node.intValue() >= least
                    && node.intValue() <= most;
            return fits ? node.intValue() : null;
        });
        return value == null ? 0 : value;
    }

    /** Tokens: above 0, below 10^12, at most {@code decimals} decimals. Trailing zeros do not count. */
    public BigDecimal tokens(String key, int decimals) {
        return required(key, () -> ObjectSchema.tokens(MAX_TOKENS, decimals), node -> toTokens(node, decimals));
    }

    /** As {@link #tokens}, or null. */
    public BigDecimal optionalTokens(String key, int decimals) {
        return optional(key, () -> ObjectSchema.tokens(MAX_TOKENS, decimals), node -> toTokens(node, decimals));
    }

    private static BigDecimal toTokens(JsonNode node, int decimals) {
        BigDecimal value = node.isNumber() ? node.decimalValue() : null;
        // The order matters: a magnitude check first, so that 1e400 is never expanded.
        if (value == null || value.signum() <= 0 || value.compareTo(MAX_TOKENS) >= 0) {
            return null;
        }
        BigDecimal stripped = value.stripTrailingZeros();
        if (stripped.scale() > decimals) {
            return null;
        }
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** A decimal from {@code least} to {@code most}. */
    public BigDecimal decimal(String key, BigDecimal least, BigDecimal most, int decimals) {
        return required(key, () -> ObjectSchema.decimal(least, most, decimals), node -> {
            BigDecimal value = node.isNumber() ? node.decimalValue() : null;
            boolean fits = value != null
                    && value.compareTo(least) >= 0
                    && value.compareTo(most) <= 0
                    && value.stripTrailingZeros().scale() <= decimals;
            return fits ? value : null;
        });
    }

    /** 1 to {@code most} printable characters (a surrogate pair is one). */
    public String text(String key, int most) {
        return required(key, () -> ObjectSchema.text(most), node -> toText(node, most));
    }

    /** As {@link #text}, or null. */
    public String optionalText(String key, int most) {
        return optional(key, () -> ObjectSchema.text(most), node -> toText(node, most));
    }

    private static String toText(JsonNode node, int most) {
        return node.isTextual() && PrintableText.is(node.textValue(), most) ? node.textValue() : null;
    }

    /** As {@link #text}, and as {@link Identifier} wants it: for what is sent to us, not for what was accepted before. */
    public String id(String key, int most) {
        return faultless(key, text(key, most));
    }

    public String id(String key, int most, String otherwise) {
        String value = optional(key, () -> ObjectSchema.text(most), node -> toText(node, most));
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
        return required(key, () -> ObjectSchema.oneOf(type), node -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(node.textValue()))
                .findFirst()
                .orElse(null));
    }

    /** Cut to microseconds, which is what the databases keep. */
    public Instant instant(String key) {
        return cut(exactInstant(key));
    }

    /** To the nanosecond, for what decides which of two states holds. */
    public Instant exactInstant(String key) {
        return required(key, ObjectSchema::instant, JsonFields::toInstant);
    }

    public Instant optionalInstant(String key) {
        return cut(optional(key, ObjectSchema::instant, JsonFields::toInstant));
    }

    public Instant instant(String key, Instant otherwise) {
        return absent(key) && asked == null ? otherwise : optionalInstant(key);
    }

    private static Instant toInstant(JsonNode node) {
        try {
            return node.isTextual() ? TimeLimits.parse(node.textValue()) : null;
        } catch (DateTimeException notAnInstant) {
            return null;
        }
    }

    private static Instant cut(Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS);
    }

    public <T> List<T> items(String key, int most, Function<JsonFields, T> reader) {
        List<T> items = required(
                key,
                () -> ObjectSchema.items(most, schema(reader)),
                array -> items(array, path + key, most, reader, violations));
        return items == null ? List.of() : items;
    }

    /** A rule that ties several fields together, told at the field that is to be changed. */
    public void require(boolean holds, String key, String message) {
        if (!holds) {
            violate(key, message);
        }
    }

    static <T> List<T> items(
            JsonNode array, String path, int most, Function<JsonFields, T> reader, List<Violation> violations) {
        if (!array.isArray() || array.isEmpty() || array.size() > most) {
            report(violations, path, "must be an array of 1 to " + most + " items");
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
