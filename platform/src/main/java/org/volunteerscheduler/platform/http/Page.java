package org.volunteerscheduler.platform.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * Some of a list, newest first.
 *
 * @param nextCursor what to ask with for the next page; null on the last one
 */
public record Page<T>(List<T> items, String nextCursor) {

    public static final int MAX_LIMIT = 1000;
    public static final String DEFAULT_LIMIT = "50";

    /** @param found one more than the limit, if there are that many */
    public static <T> Page<T> of(List<T> found, int limit, Function<T, String> position) {
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        List<T> items = List.copyOf(found.subList(0, limit));
        return new Page<>(items, encode(position.apply(items.getLast())));
    }

    public static int limit(int asked) {
        if (asked < 1 || asked > MAX_LIMIT) {
            throw ProblemException.invalid("limit", "must be from 1 to " + MAX_LIMIT);
        }
        return asked;
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
