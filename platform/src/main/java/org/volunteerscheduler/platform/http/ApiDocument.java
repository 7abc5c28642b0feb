// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.volunteerscheduler.contracts.Json;

/**
 * What the documents of all services have in common, so that a resource says only what is its own: the schemas of its
 * bodies, parameters that mean the same everywhere, who may ask, and problems.
 */
@Singleton
@OpenApiFilter(stages = RunStage.RUNTIME_STARTUP)
public class ApiDocument implements OASFilter {

    /** An extension that marks operations which give all of what they list as CSV, too, if they are asked for it. */
    public static final String ALSO_CSV = "x-csv";

    private static final String PROBLEM = "Problem";
    private static final String PROBLEM_SCHEMA = """
            {"type": "object",
             "required": ["type", "title", "status", "detail", "instance"],
             "properties": {
               "type": {"type": "string", "description": "about:blank: the status says what kind of problem it is"},
               "title": {"type": "string", "description": "The status in words"},
               "status": {"type": "integer", "format": "int32", "minimum": 400, "maximum": 599},
               "detail": {"type": "string", "description": "What is wrong, for a person"},
               "instance": {"type": "string", "description": "Names this very answer, as our log does"},
               "violations": {
                 "type": "array",
                 "items": {
                   "type": "object",
                   "required": ["field", "message"],
                   "properties": {
                     "field": {"type": "string", "description": "Its path, as [3].amount; empty for the body as a whole"},
                     "message": {"type": "string", "description": "What was expected"}}}}}}""";

    private static final String BASIC = "basic";
    private static final String BEARER = "bearer";

    private final Event<RequestBodies> bodies;
    private final boolean hasUsers;

    ApiDocument(
            Event<RequestBodies> bodies, @ConfigProperty(name = "quarkus.http.auth.basic") Optional<Boolean> basic) {
        this.bodies = bodies;
        this.hasUsers = basic.orElse(false);
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        answersAreWhole(document.getComponents().getSchemas());
        document.getComponents()
                .addSchema(PROBLEM, SchemaModel.of(Json.parse(PROBLEM_SCHEMA.getBytes(StandardCharsets.UTF_8))));
        addBodies(document);
        if (hasUsers) {
            addUsers(document);
        }
        document.getPaths().getPathItems().values().forEach(path -> path.getOperations()
                .values()
                .forEach(this::complete));
    }

    /** An answer has every property, if only as null; names of constants are in lower case. */
    private static void answersAreWhole(Map<String, Schema> schemas) {
        for (Schema schema : schemas.values()) {
            if (schema.getProperties() != null) {
                // The scanner says of what it refers to that it is an object, whatever it is.
                schema.getProperties().values().stream()
                        .filter(property -> property.getRef() != null)
                        .forEach(property -> property.setType(null));
            }
            if (schema.getProperties() != null && schema.getRequired() == null) {
                schema.setRequired(List.copyOf(schema.getProperties().keySet()));
            }
            if (schema.getEnumeration() != null) {
                schema.setEnumeration(schema.getEnumeration().stream()
                        .<Object>map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                        .toList());
            }
        }
    }

    private void addBodies(OpenAPI document) {
        RequestBodies asked = new RequestBodies();
        bodies.fire(asked);
        asked.schemas().forEach((name, schema) -> document.getComponents().addSchema(name, SchemaModel.of(schema)));
    }

    private static void addUsers(OpenAPI document) {
        document.getComponents()
                .addSecurityScheme(
                        BASIC,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme(BASIC)
                                .description(
                                        "The users operator, viewer and scheduler, each with the role of its name."))
                .addSecurityScheme(
                        BEARER,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme(BEARER)
                                .bearerFormat("JWT")
                                .description(
                                        "A token of the identity provider, where one is configured; it names the roles."));
    }

    private void complete(Operation operation) {
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(StandardParameters::describe);
        }
        if (hasUsers) {
            // The framework finds the roles at the resources' own methods, but not at those that they inherit.
            if (operation.getSecurity() == null) {
                operation.addSecurityRequirement(
                        OASFactory.createSecurityRequirement().addScheme(BASIC));
            }
            List<String> roles = operation.getSecurity().getFirst().getScheme(BASIC);
            operation.addSecurityRequirement(
                    OASFactory.createSecurityRequirement().addScheme(BEARER, roles));
        }
        if (operation.hasExtension(ALSO_CSV)) {
            operation.removeExtension(ALSO_CSV);
            operation
                    .getResponses()
                    .getAPIResponse("200")
                    .getContent()
                    .addMediaType(
                            Csv.MEDIA_TYPE,
                            OASFactory.createMediaType()
                                    .schema(OASFactory.createSchema().addType(SchemaType.STRING)));
        }
        addProblems(operation);
    }

    private void addProblems(Operation operation) {
        APIResponses responses = operation.getResponses();
        boolean signed =
                operation.getSecurity() != null && !operation.getSecurity().isEmpty();
        add(responses, 400, "Something in the request is wrong; violations names the fields at fault");
        if (hasUsers) {
            add(responses, 401, "No user, or a wrong password or token")
                    .addHeader("WWW-Authenticate", header("How to say who asks"));
            add(responses, 403, "This user may not do this");
        } else if (signed) {
            add(responses, 401, "The signature is missing or wrong; the answer does not tell which");
            add(responses, 429, "Over the rate limit").addHeader("Retry-After", header("Seconds"));
        }
        add(responses, 406, "There is no answer of a media type that Accept allows");
        if (operation.getRequestBody() != null) {
            add(responses, 408, "The body did not come in time");
            add(responses, 413, "The body has more than 1 MiB");
            add(responses, 415, "The body is not application/json");
        }
        add(responses, 503, "Not now: nothing is promised, ask again").addHeader("Retry-After", header("Seconds"));
        if (responses.getDefaultValue() == null) {
            responses.setDefaultValue(problem("Any other refusal, and any fault of ours"));
        }
        responses.getAPIResponses().forEach((status, response) -> {
            if (status.matches("[45]..") && response.getContent() == null) {
                response.setContent(problem("").getContent());
            }
        });
    }

    /** What the resource itself says of a status stays. */
    private static APIResponse add(APIResponses responses, int status, String description) {
        String key = String.valueOf(status);
        if (!responses.hasAPIResponse(key)) {
            responses.addAPIResponse(key, problem(description));
        }
        return responses.getAPIResponse(key);
    }

    private static APIResponse problem(String description) {
        return OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problem.MEDIA_TYPE.toString(),
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref(PROBLEM))));
    }

    private static org.eclipse.microprofile.openapi.models.headers.Header header(String description) {
        return OASFactory.createHeader()
                .description(description)
                .schema(OASFactory.createSchema().addType(SchemaType.STRING));
    }
}
