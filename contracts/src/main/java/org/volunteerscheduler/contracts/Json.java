// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The one way bodies become values and values become bodies: UTF-8, {@code snake_case}, decimals never through a
 * {@code double}, instants in ISO-8601. Reading is strict, because a body may come from anybody.
 */
public final class Json {

    /** Our deepest body is an array of objects; the rest is room for unknown keys, which are ignored. */
    private static final int MAX_DEPTH = 16;

    private static final ObjectMapper MAPPER = configure(JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build()))
            .build();

    private Json() {}

    /** The conventions alone, for a mapper that somebody else builds (the HTTP layer's). */
    public static <B extends MapperBuilder<?, B>> B configure(B builder) {
        return builder.addModule(new JavaTimeModule())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN);
    }

    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not writable as JSON: " + value.getClass(), e);
        }
    }

    /** @throws InvalidJson if the bytes are not one JSON value in UTF-8 */
    public static JsonNode parse(byte[] body) {
        if (body.length == 0) {
            throw new InvalidJson("the body is empty; expected JSON");
        }
        try {
            // Decoded here, since Jackson would guess UTF-16 and UTF-32 too, and nobody signed up for guesses.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            JsonNode node = MAPPER.readTree(text);
            if (node == null || node.isMissingNode()) {
                throw new InvalidJson("the body is empty; expected JSON");
            }
            return node;
        } catch (CharacterCodingException e) {
            throw new InvalidJson("the body is not UTF-8");
        } catch (JsonProcessingException e) {
            throw new InvalidJson("the body is not JSON: " + e.getOriginalMessage());
        } catch (NumberFormatException e) {
            // Jackson lets it through for an exponent that no decimal has.
            throw new InvalidJson("the body is not JSON: a number in it is out of range");
        }
    }

    /**
     * One object.
     *
     * @throws InvalidJson with all violations at once
     */
    public static <T> T read(byte[] body, Function<JsonFields, T> reader) {
        return read(parse(body), reader);
    }

    /** As {@link #read(byte[], Function)}, of what was parsed already. */
    public static <T> T read(JsonNode node, Function<JsonFields, T> reader) {
        List<Violation> violations = new ArrayList<>();
        T value = reader.apply(new JsonFields(node, "", violations));
        if (!violations.isEmpty()) {
            throw new InvalidJson(violations);
        }
        return value;
    }

    /**
     * One object, or an array of at most {@code max}.
     *
     * @throws InvalidJson with all violations of all items, each with its index
     */
    public static <T> List<T> readOneOrMany(byte[] body, int max, Function<JsonFields, T> reader) {
        JsonNode root = parse(body);
        return root.isArray() ? readItems(root, "", max, reader) : List.of(read(root, reader));
    }

    /** What a reader expects of one object, as JSON Schema: its fields, what each must be, and which are required. */
    public static ObjectNode schema(Function<JsonFields, ?> reader) {
        return JsonFields.schema(reader);
    }

    private static <T> List<T> readItems(JsonNode array, String path, int max, Function<JsonFields, T> reader) {
        List<Violation> violations = new ArrayList<>();
        List<T> items = JsonFields.items(array, path, max, reader, violations);
        if (!violations.isEmpty()) {
            throw new InvalidJson(violations);
        }
        return items;
    }
}
