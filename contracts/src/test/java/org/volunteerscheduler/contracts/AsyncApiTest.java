// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The document says what the records say, and the other way round. */
class AsyncApiTest {

    private static final JsonNode DOCUMENT = document();

    /** What the services consume; the rest is only announced, and has no reader here. */
    private static final List<MessageType> CONSUMED = Arrays.stream(MessageType.values())
            .filter(type -> !type.queues().isEmpty())
            .toList();

    @Test
    void itHasEachMessageWithItsPriorityAndNoOther() {
        assertThat(names(DOCUMENT.path("components").path("messages"))).containsExactlyInAnyOrderElementsOf(types());
        for (MessageType type : MessageType.values()) {
            JsonNode message = message(type);
            assertThat(message.path("x-priority").asInt()).as(type.routingKey()).isEqualTo(type.priority());
            assertThat(message.path("x-mandatory").asBoolean())
                    .as(type.routingKey())
                    .isEqualTo(!type.queues().isEmpty());
            assertThat(message.path("x-announced").asBoolean())
                    .as(type.routingKey())
                    .isEqualTo(type.announced());
        }
    }

    @Test
    void itBindsTheQueuesThatTheServicesBind() {
        assertThat(names(DOCUMENT.path("channels"))).containsExactlyInAnyOrderElementsOf(types());
        for (MessageType type : MessageType.values()) {
            List<String> bound = Arrays.stream(Queue.values())
                    .filter(queue -> queue.types().stream()
                            .map(MessageType::routingKey)
                            .toList()
                            .contains(type.routingKey()))
                    .map(Queue::queueName)
                    .toList();
            List<String> told = new ArrayList<>();
            DOCUMENT.path("channels").path(type.routingKey()).path("x-queues").forEach(name -> told.add(name.asText()));
            assertThat(told).as(type.routingKey()).containsExactlyInAnyOrderElementsOf(bound);
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        for (JsonNode reference : DOCUMENT.findValues("$ref")) {
            assertThat(DOCUMENT.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
    }

    @TestFactory
    Stream<DynamicTest> eachSchemaHasTheFieldsOfItsRecord() {
        return Arrays.stream(MessageType.values())
                .map(type -> dynamicTest(
                        type.routingKey(),
                        () -> compare(type.record(), message(type).path("payload"), type.grouped())));
    }

    @TestFactory
    Stream<DynamicTest> eachExampleReadsAndWritesAsItStands() {
        return Arrays.stream(MessageType.values())
                .map(type -> dynamicTest(type.routingKey(), () -> {
                    JsonNode example = example(type);
                    assertThat(schema(type).validate(example)).isEmpty();
                    JsonNode one = type.grouped() ? example.path("items").get(0) : example;
                    Message message = mapper().treeToValue(one, type.record());
                    assertThat(schema(type).validate(Json.parse(type.write(List.of(message)))))
                            .isEmpty();
                    if (CONSUMED.contains(type)) {
                        assertThat(type.read(Json.write(example))).isEqualTo(List.of(message));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> schemaAndReaderRefuseTheSame() {
        return CONSUMED.stream().flatMap(type -> spoiled(type).stream()
                .map(spoiled -> dynamicTest(type.routingKey() + " with " + spoiled.what, () -> {
                    if (schema(type).validate(spoiled.body).isEmpty()) {
                        type.read(Json.write(spoiled.body));
                    } else {
                        assertThatThrownBy(() -> type.read(Json.write(spoiled.body)))
                                .isInstanceOf(InvalidJson.class);
                    }
                })));
    }

    private record Spoiled(String what, JsonNode body) {}

    /** The example without each of its fields, and with each set to values that some field refuses. */
    private static List<Spoiled> spoiled(MessageType type) {
        JsonNode example = example(type);
        List<Spoiled> all = new ArrayList<>();
        boolean items = example.path("items").isArray();
        JsonNode object = items ? example.path("items").get(0) : example;
        for (String field : names(object)) {
            // Two rules that tie fields together are beyond a schema.
            if (type != MessageType.ASSIGNMENT_CHANGED || !field.equals("assigned_at")) {
                all.add(spoil(example, items, "no " + field, target -> target.remove(field)));
            }
            all.add(spoil(example, items, field + " null", target -> target.putNull(field)));
            all.add(spoil(example, items, field + " -1", target -> target.put(field, -1)));
            all.add(spoil(example, items, field + " 0", target -> target.put(field, 0)));
            all.add(spoil(example, items, field + " 10^12", target -> target.put(field, 1_000_000_000_000L)));
            all.add(spoil(example, items, field + " true", target -> target.put(field, true)));
            all.add(spoil(example, items, field + " empty", target -> target.put(field, "")));
            all.add(spoil(example, items, field + " an object", target -> target.putObject(field)));
        }
        if (items) {
            all.add(new Spoiled("no items", ((ObjectNode) example.deepCopy()).set("items", array(example, 0))));
            all.add(new Spoiled("100 items", ((ObjectNode) example.deepCopy()).set("items", array(example, 100))));
            all.add(new Spoiled("101 items", ((ObjectNode) example.deepCopy()).set("items", array(example, 101))));
            all.add(new Spoiled("1000 items", ((ObjectNode) example.deepCopy()).set("items", array(example, 1000))));
            all.add(new Spoiled("1001 items", ((ObjectNode) example.deepCopy()).set("items", array(example, 1001))));
        }
        return all;
    }

    private static Spoiled spoil(JsonNode example, boolean items, String what, Consumer<ObjectNode> change) {
        JsonNode copy = example.deepCopy();
        change.accept((ObjectNode) (items ? copy.path("items").get(0) : copy));
        return new Spoiled(what, copy);
    }

    private static ArrayNode array(JsonNode example, int size) {
        ArrayNode array = mapper().createArrayNode();
        for (int i = 0; i < size; i++) {
            array.add(example.path("items").get(0));
        }
        return array;
    }

    private static void compare(Class<?> record, JsonNode schema, boolean grouped) {
        compare(
                record,
                grouped ? resolve(schema).path("properties").path("items").path("items") : schema);
    }

    private static void compare(Class<?> record, JsonNode schema) {
        JsonNode resolved = resolve(schema);
        List<String> fields = Arrays.stream(record.getRecordComponents())
                .map(AsyncApiTest::key)
                .toList();
        assertThat(names(resolved.path("properties")))
                .as(record.getSimpleName())
                .containsExactlyElementsOf(fields);
        for (RecordComponent component : record.getRecordComponents()) {
            compare(
                    record.getSimpleName() + "." + component.getName(),
                    component.getGenericType(),
                    resolved.path("properties").path(key(component)));
        }
    }

    private static void compare(String what, Type type, JsonNode property) {
        JsonNode resolved = resolve(property);
        String expected =
                switch (type) {
                    case ParameterizedType list -> {
                        Class<?> item = (Class<?>) list.getActualTypeArguments()[0];
                        compare(item, resolved.path("items"));
                        yield "array";
                    }
                    case Class<?> c when c == long.class || c == Long.class || c == int.class -> "integer";
                    case Class<?> c when c == BigDecimal.class -> "number";
                    case Class<?> c
                    when c == Instant.class -> {
                        assertThat(resolved.path("format").asText()).as(what).isEqualTo("date-time");
                        yield "string";
                    }
                    case Class<?> c
                    when c.isEnum() -> {
                        List<String> told = new ArrayList<>();
                        resolved.path("enum").forEach(name -> told.add(name.asText()));
                        assertThat(told)
                                .as(what)
                                .containsExactlyElementsOf(Arrays.stream(c.getEnumConstants())
                                        .map(constant ->
                                                mapper().valueToTree(constant).asText())
                                        .toList());
                        yield "string";
                    }
                    default -> "string";
                };
        JsonNode told = resolved.path("type");
        assertThat(told.isArray() ? told.get(0).asText() : told.asText())
                .as(what)
                .isEqualTo(expected);
    }

    private static String key(RecordComponent component) {
        return PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName());
    }

    private static List<String> types() {
        return Arrays.stream(MessageType.values()).map(MessageType::routingKey).toList();
    }

    private static JsonNode message(MessageType type) {
        return DOCUMENT.path("components").path("messages").path(type.routingKey());
    }

    private static JsonNode example(MessageType type) {
        return message(type).path("examples").get(0).path("payload");
    }

    private static JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static JsonSchema schema(MessageType type) {
        ObjectNode root = mapper().createObjectNode();
        root.set("components", DOCUMENT.path("components"));
        root.setAll((ObjectNode) message(type).path("payload"));
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root, config);
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonMapper mapper() {
        return Json.configure(JsonMapper.builder()).build();
    }

    private static JsonNode document() {
        try {
            return YAMLMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build()
                    .readTree(Files.readString(Path.of("..", "docs", "asyncapi.yaml")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
