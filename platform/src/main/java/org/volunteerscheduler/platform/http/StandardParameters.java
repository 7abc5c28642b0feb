// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import java.math.BigDecimal;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.volunteerscheduler.contracts.SaleRecorded;

/** Parameters that mean the same wherever they stand; the resources read them as text, so as to explain what is wrong. */
final class StandardParameters {

    private record Meaning(String description, Schema schema) {}

    private static final Map<String, Meaning> BY_NAME = Map.of(
            "limit",
            new Meaning(
                    "How many to show at most",
                    whole("int32").maximum(BigDecimal.valueOf(Page.MAX_LIMIT)).defaultValue(Page.DEFAULT_LIMIT)),
            "cursor",
            new Meaning("next_cursor of the answer before, for what comes after it", text()),
            "from",
            new Meaning("Inclusive: an instant, or a day", time()),
            "to",
            new Meaning("Exclusive: an instant, or a day", time()),
            "id",
            new Meaning("The run's id", whole("int64")),
            "user_id",
            new Meaning("A volunteer's id", whole("int64")),
            "organization_id",
            new Meaning("An organization's id", whole("int64")),
            "refund_id",
            new Meaning("The refund's id, percent-encoded", text().minLength(1).maxLength(SaleRecorded.MAX_ID)),
            "transaction_id",
            new Meaning("The sale's id, percent-encoded", text().minLength(1).maxLength(SaleRecorded.MAX_ID)));

    private StandardParameters() {}

    /** What the resource itself says of a parameter stays. */
    static void describe(Parameter parameter) {
        Meaning meaning = BY_NAME.get(parameter.getName());
        if (meaning != null && parameter.getDescription() == null) {
            parameter.description(meaning.description()).schema(meaning.schema());
        }
    }

    private static Schema whole(String format) {
        return OASFactory.createSchema()
                .addType(SchemaType.INTEGER)
                .format(format)
                .minimum(BigDecimal.ONE);
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }

    private static Schema time() {
        return OASFactory.createSchema().addAnyOf(text().format("date-time")).addAnyOf(text().format("date"));
    }
}
