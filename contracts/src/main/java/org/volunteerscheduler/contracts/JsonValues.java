// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;

/** What a single JSON value is in Java, or null if it is not what is asked for. Nothing is coerced. */
final class JsonValues {

    /** What tokens must be below. */
    static final BigDecimal MAX_TOKENS = BigDecimal.TEN.pow(12);

    private JsonValues() {}

    static Long positiveLong(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() > 0 ? node.longValue() : null;
    }

    static Integer wholeNumber(JsonNode node, int min, int max) {
        boolean fits =
                node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= min && node.intValue() <= max;
        return fits ? node.intValue() : null;
    }

    static BigDecimal tokens(JsonNode node, int decimals) {
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

    static BigDecimal decimal(JsonNode node, BigDecimal min, BigDecimal max, int decimals) {
        BigDecimal value = node.isNumber() ? node.decimalValue() : null;
        boolean fits = value != null
                && value.compareTo(min) >= 0
                && value.compareTo(max) <= 0
                && value.stripTrailingZeros().scale() <= decimals;
        return fits ? value : null;
    }

    static String text(JsonNode node, int max) {
        return node.isTextual() && PrintableText.is(node.textValue(), max) ? node.textValue() : null;
    }

    static <E extends Enum<E>> E oneOf(JsonNode node, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(node.textValue()))
                .findFirst()
                .orElse(null);
    }

    static Instant instant(JsonNode node) {
        try {
            return node.isTextual() ? TimeLimits.parse(node.textValue()) : null;
        } catch (DateTimeException notAnInstant) {
            return null;
        }
    }

    /** Which is what the databases keep. */
    static Instant toMicros(Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS);
    }
}
