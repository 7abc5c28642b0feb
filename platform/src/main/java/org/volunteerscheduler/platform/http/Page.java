// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jetbrains.annotations.Nullable;
import org.volunteerscheduler.contracts.PrintableText;

/**
 * Some of a list, newest first.
 *
 * @param nextCursor what to ask with for the next page; null on the last one
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {

    public static final int MAX_LIMIT = 1000;
    public static final int DEFAULT_LIMIT = 50;

    /** @param found one more than the limit, if there are that many */
    public static <T> Page<T> of(List<T> found, int limit, Function<T, String> position) {
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        List<T> items = List.copyOf(found.subList(0, limit));
        return new Page<>(items, encode(position.apply(items.getLast())));
    }

    /** @param asked null: the default */
    public static int limit(String asked) {
        if (asked == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(asked);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException noNumber) {
            // told below, as every other limit that is none
        }
        throw ProblemException.invalid("limit", "must be a whole number from 1 to " + MAX_LIMIT);
    }

    /** @return null if it is absent */
    public static Long id(String name, String asked) {
        if (asked == null) {
            return null;
        }
        try {
            long id = Long.parseLong(asked);
            if (id > 0) {
                return id;
            }
        } catch (NumberFormatException noNumber) {
            // told below
        }
        throw ProblemException.invalid(name, "must be a whole number from 1 to " + Long.MAX_VALUE);
    }

    /** Of 1 to {@code pageSize} printable characters, as every text that was ever taken. */
    public static String text(String name, String asked, int pageSize) {
        if (!PrintableText.is(asked, pageSize)) {
            throw ProblemException.invalid(name, "must have 1 to " + pageSize + " printable characters");
        }
        return asked;
    }

    /** @return null if it is absent */
    public static <T> T oneOf(String name, String asked, T[] values, Function<T, String> nameOf) {
        if (asked == null) {
            return null;
        }
        return Arrays.stream(values)
                .filter(value -> nameOf.apply(value).equals(asked))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        name,
                        "must be one of " + Arrays.stream(values).map(nameOf).collect(Collectors.joining(", "))));
    }

    /** @return null if there is no cursor */
    public static <P> P position(String cursor, Function<String, P> parse) {
        if (cursor == null) {
            return null;
        }
        try {
            return parse.apply(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
        } catch (RuntimeException notOurs) {
            throw ProblemException.invalid("cursor", "must be the next_cursor of an earlier answer");
        }
    }

    private static String encode(String position) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(StandardCharsets.UTF_8));
    }
}
