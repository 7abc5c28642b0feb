package org.volunteerscheduler.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Strict reading of one JSON object. Nothing is coerced: {@code "100"} is no number. A field that is missing or wrong
 * becomes a {@link Violation} and reads as null or 0, so that all violations are found at once; whoever started the
 * reading must look at the violations before using the value.
 */
public final class JsonFields {

    private static final int MAX_VIOLATIONS = 100;
    private static final BigDecimal MAX_TOKENS = BigDecimal.TEN.pow(12);

    private final JsonNode object;
    private final String path;
    private final List<Violation> violations;

    JsonFields(JsonNode object, String path, List<Violation> violations) {
        this.object = object;
        this.path = path;
        this.violations = violations;
        if (!object.isObject()) {
            report(violations, path, "must be a JSON object");
        }
    }

    /** 1 to 2^63 - 1. */
    public long positiveLong(String key) {
        Long value = optionalPositiveLong(key);
        if (value == null && absent(key)) {
            missing(key);
        }
        return value == null ? 0 : value;
    }

    /** 1 to 2^63 - 1, or null. */
    public Long optionalPositiveLong(String key) {
        JsonNode node = object.path(key);
        if (absent(key)) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() <= 0) {
            violate(key, "must be a whole number from 1 to 9223372036854775807");
            return null;
        }
        return node.longValue();
    }

    public int wholeNumber(String key, int least, int most) {
        JsonNode node = object.path(key);
        if (absent(key)) {
            missing(key);
            return 0;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < least || node.intValue() > most) {
            violate(key, "must be a whole number from " + least + " to " + most);
            return 0;
        }
        return node.intValue();
    }

    /** Tokens: above 0, below 10^12, at most {@code decimals} decimals. Trailing zeros do not count. */
    public BigDecimal tokens(String key, int decimals) {
        if (absent(key)) {
            missing(key);
        }
        return optionalTokens(key, decimals);
    }

    /** As {@link #tokens}, or null. */
    public BigDecimal optionalTokens(String key, int decimals) {
        JsonNode node = object.path(key);
        if (absent(key)) {
            return null;
        }
        BigDecimal value = node.isNumber() ? node.decimalValue() : null;
        // The order matters: a magnitude check first, so that 1e400 is never expanded.
        if (value == null || value.signum() <= 0 || value.compareTo(MAX_TOKENS) >= 0) {
            violate(key, "must be a number above 0 and below 10^12");
            return null;
        }
        BigDecimal stripped = value.stripTrailingZeros();
        if (stripped.scale() > decimals) {
            violate(key, "must have at most " + decimals + " decimals");
            return null;
        }
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** A decimal from {@code least} to {@code most}. */
    public BigDecimal decimal(String key, BigDecimal least, BigDecimal most, int decimals) {
        JsonNode node = object.path(key);
        if (absent(key)) {
            missing(key);
            return null;
        }
        BigDecimal value = node.isNumber() ? node.decimalValue() : null;
        if (value == null
                || value.compareTo(least) < 0
                || value.compareTo(most) > 0
                || value.stripTrailingZeros().scale() > decimals) {
            violate(key, "must be a number from " + least + " to " + most + " with at most " + decimals + " decimals");
            return null;
        }
        return value;
    }

    /** 1 to {@code most} printable characters (a surrogate pair is one). */
    public String text(String key, int most) {
        if (absent(key)) {
            missing(key);
        }
        return optionalText(key, most);
    }

    /** As {@link #text}, or null. */
    public String optionalText(String key, int most) {
        if (absent(key)) {
            return null;
        }
        String value = object.path(key).textValue();
        if (value == null || !isText(value, most)) {
            violate(key, "must be a string of 1 to " + most + " printable characters");
            return null;
        }
        return value;
    }

    /** As {@link #text}, and as {@link Identifier} wants it: for what is sent to us, not for what was accepted before. */
    public String id(String key, int most) {
        String value = text(key, most);
        if (value != null) {
            Identifier.fault(value).ifPresent(fault -> violate(key, fault));
        }
        return value;
    }

    public String id(String key, int most, String otherwise) {
        return absent(key) ? otherwise : id(key, most);
    }

    /** One of the names of {@code type}, in lower case. */
    public <E extends Enum<E>> E oneOf(String key, Class<E> type) {
        JsonNode node = object.path(key);
        if (absent(key)) {
            missing(key);
            return null;
        }
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String name = constant.name().toLowerCase(Locale.ROOT);
            if (name.equals(node.textValue())) {
                return constant;
            }
            names.add(name);
        }
        violate(key, "must be one of " + String.join(", ", names));
        return null;
    }

    /** Cut to microseconds, which is what the databases keep. */
    public Instant instant(String key) {
        return cut(exactInstant(key));
    }

    /** To the nanosecond, for what decides which of two states holds. */
    public Instant exactInstant(String key) {
        if (absent(key)) {
            missing(key);
            return null;
        }
        String text = object.path(key).textValue();
        try {
            if (text != null) {
                return TimeLimits.parse(text);
            }
        } catch (DateTimeException notAnInstant) {
            // reported below, as everything else that is no instant
        }
        violate(key, "must be an ISO-8601 instant with zone, from 2000 to 2099, like 2024-12-15T10:30:00Z");
        return null;
    }

    public Instant optionalInstant(String key) {
        return instant(key, null);
    }

    public Instant instant(String key, Instant otherwise) {
        return absent(key) ? otherwise : instant(key);
    }

    private static Instant cut(Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS);
    }

    public <T> List<T> items(String key, int most, Function<JsonFields, T> reader) {
        JsonNode array = object.path(key);
        if (absent(key)) {
            missing(key);
            return List.of();
        }
        return items(array, path + key, most, reader, violations);
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

    private void missing(String key) {
        violate(key, "is required");
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

    /** Whether {@link #text} would take it. */
    public static boolean isText(String value, int most) {
        return !value.isBlank()
                && value.codePointCount(0, value.length()) <= most
                && value.codePoints().allMatch(JsonFields::printable);
    }

    private static boolean printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
