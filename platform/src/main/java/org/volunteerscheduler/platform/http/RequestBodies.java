// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.JsonFields;

/**
 * What the service's resources take, for the API's document: each observes this as an event, and names its readers. So the
 * schema of a body is what its reader reads, and cannot say anything else.
 */
public final class RequestBodies {

    private static final String REFERENCE = "#/components/schemas/";

    private final Map<String, ObjectNode> schemas = new TreeMap<>();

    RequestBodies() {}

    /** @param name of the schema that the resource's {@code @RequestBody} refers to */
    public void add(String name, Function<JsonFields, ?> reader) {
        schemas.put(name, Json.schema(reader));
    }

    /** As {@link #add}, and as {@code <name>OrMany} the same or an array of at most {@code max} of them. */
    public void addOneOrMany(String name, int max, Function<JsonFields, ?> reader) {
        add(name, reader);
        ObjectNode one = JsonNodeFactory.instance.objectNode().put("$ref", REFERENCE + name);
        ObjectNode many = JsonNodeFactory.instance.objectNode();
        many.put("type", "array").put("minItems", 1).put("maxItems", max).set("items", one);
        ObjectNode either = JsonNodeFactory.instance.objectNode();
        either.putArray("oneOf").add(one).add(many);
        schemas.put(name + "OrMany", either);
    }

    Map<String, ObjectNode> schemas() {
        return schemas;
    }
}
