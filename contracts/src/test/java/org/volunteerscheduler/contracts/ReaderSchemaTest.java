// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a reader says it takes is what it takes. */
class ReaderSchemaTest {

    private static final Map<String, Function<JsonFields, ?>> READERS = Map.ofEntries(
            Map.entry("positiveLong", fields -> fields.positiveLong("it")),
            Map.entry("optionalPositiveLong", fields -> fields.optionalPositiveLong("it")),
            Map.entry("wholeNumber", fields -> fields.wholeNumber("it", 0, 1000)),
            Map.entry("tokens", fields -> fields.tokens("it", 2)),
            Map.entry("optionalTokens", fields -> fields.optionalTokens("it", 2)),
            Map.entry("decimal", fields -> fields.decimal("it", BigDecimal.ZERO, BigDecimal.valueOf(1000), 4)),
            Map.entry("text", fields -> fields.text("it", 20)),
            Map.entry("id", fields -> fields.id("it", 20)),
            Map.entry("id with default", fields -> fields.id("it", 20, "SCICENT")),
            Map.entry("oneOf", fields -> fields.oneOf("it", AssignmentChanged.Status.class)),
            Map.entry("instant", fields -> fields.instant("it")),
            Map.entry("exactInstant", fields -> fields.exactInstant("it")),
            Map.entry("optionalInstant", fields -> fields.optionalInstant("it")),
            Map.entry("instant with default", fields -> fields.instant("it", Instant.EPOCH)),
            Map.entry("items", fields -> fields.items("it", 2, item -> item.positiveLong("it"))));

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "\"\"",
            "\"x\"",
            "\"pending\"",
            "\"PENDING\"",
            "\"2024-12-15T10:30:00Z\"",
            "\"yesterday\"",
            "\"" + "x".repeat(21) + "\"",
            "0",
            "1",
            "-1",
            "1.5",
            "1000",
            "1001",
            "9223372036854775807",
            "1000000000000",
            "[]",
            "[{}]",
            "[{\"it\":1}]",
            "[{\"it\":0}]",
            "[1]",
            "[{\"it\":1},{\"it\":1},{\"it\":1}]",
            "{}");

    @TestFactory
    Stream<DynamicTest> schemaAndReaderTakeTheSame() {
        return READERS.entrySet().stream()
                .map(reader -> DynamicTest.dynamicTest(reader.getKey(), () -> {
                    JsonSchema schema = schema(Json.schema(reader.getValue()));
                    assertThat(taken("{}", reader.getValue())).isEqualTo(isValid(schema, "{}"));
                    for (String value : VALUES) {
                        String body = "{\"it\":" + value + "}";
                        assertThat(taken(body, reader.getValue())).as(body).isEqualTo(isValid(schema, body));
                    }
                }));
    }

    @Test
    void everyFieldThatIsReadIsInItAndThoseThatMustBeThereAreRequired() {
        JsonNode sale = Json.schema(fields -> SaleRecorded.readRequest(fields, Instant.EPOCH));
        assertThat(names(sale.path("properties")))
                .containsExactlyInAnyOrder("transaction_id", "user_id", "amount", "currency", "timestamp");
        assertThat(sale.path("required").valueStream().map(JsonNode::asText))
                .containsExactlyInAnyOrder("transaction_id", "user_id", "amount");
        assertThat(sale.at("/properties/amount/description").asText()).contains("above 0", "8 decimals");
    }

    private static boolean taken(String body, Function<JsonFields, ?> reader) {
        try {
            Json.read(body.getBytes(StandardCharsets.UTF_8), reader);
            return true;
        } catch (InvalidJson e) {
            return false;
        }
    }

    private static boolean isValid(JsonSchema schema, String body) {
        return schema.validate(Json.parse(body.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    private static JsonSchema schema(ObjectNode json) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        json,
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
    }

    private static List<String> names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).toList();
    }
}
