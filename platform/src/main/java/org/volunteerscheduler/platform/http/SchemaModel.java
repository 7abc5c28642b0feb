// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** JSON Schema as the model of the API's document has it: the keywords that our readers need. */
final class SchemaModel {

    private SchemaModel() {}

    static Schema of(JsonNode json) {
        Schema schema = OASFactory.createSchema();
        text(json, "$ref", schema::setRef);
        text(json, "description", schema::setDescription);
        text(json, "format", schema::setFormat);
        types(json.path("type"), schema);
        number(json, "minimum", schema::setMinimum);
        number(json, "maximum", schema::setMaximum);
        number(json, "exclusiveMinimum", schema::setExclusiveMinimum);
        number(json, "exclusiveMaximum", schema::setExclusiveMaximum);
        number(json, "minLength", value -> schema.setMinLength(value.intValue()));
        number(json, "maxLength", value -> schema.setMaxLength(value.intValue()));
        number(json, "minItems", value -> schema.setMinItems(value.intValue()));
        number(json, "maxItems", value -> schema.setMaxItems(value.intValue()));
        json.path("properties")
                .properties()
                .forEach(property -> schema.addProperty(property.getKey(), of(property.getValue())));
        json.path("required").forEach(key -> schema.addRequired(key.asText()));
        json.path("oneOf").forEach(choice -> schema.addOneOf(of(choice)));
        if (json.has("items")) {
            schema.setItems(of(json.path("items")));
        }
        if (json.has("enum")) {
            List<Object> values = new ArrayList<>();
            json.path("enum").forEach(value -> values.add(value.textValue()));
            schema.setEnumeration(values);
        }
        return schema;
    }

    private static void types(JsonNode type, Schema schema) {
        (type.isTextual() ? List.of(type) : type)
                .forEach(name -> schema.addType(SchemaType.valueOf(name.asText().toUpperCase(Locale.ROOT))));
    }

    private static void text(JsonNode json, String keyword, Consumer<String> set) {
        if (json.has(keyword)) {
            set.accept(json.path(keyword).asText());
        }
    }

    private static void number(JsonNode json, String keyword, Consumer<BigDecimal> set) {
        if (json.has(keyword)) {
            set.accept(json.path(keyword).decimalValue());
        }
    }
}
