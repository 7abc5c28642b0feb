// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.volunteerscheduler.contracts.AssignmentChanged;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.Message;
import org.volunteerscheduler.contracts.VolunteerChanged;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.platform.http.RequestBodies;
import org.volunteerscheduler.platform.messaging.OutgoingMessage;
import org.volunteerscheduler.platform.messaging.Publisher;

/** What Decidim sends: whoever signs is let in, and has no user. */
@Path("/volunteer_scheduler/webhooks")
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(ref = "webhooks")
@SecurityScheme(
        securitySchemeName = DecidimWebhooks.SCHEME,
        type = SecuritySchemeType.APIKEY,
        in = SecuritySchemeIn.HEADER,
        apiKeyName = DecidimWebhooks.SIGNATURE,
        description = "sha256= and the HMAC-SHA256 of the body's bytes with Decidim's secret, in lower-case hex")
public class DecidimWebhooks {

    static final String SCHEME = "decidim";
    static final String SIGNATURE = "X-Decidim-Signature";

    private final WebhookAuthenticator authenticator;
    private final Publisher publisher;
    private final Acceptance acceptance;

    public DecidimWebhooks(WebhookAuthenticator authenticator, Publisher publisher, Acceptance acceptance) {
        this.authenticator = authenticator;
        this.publisher = publisher;
        this.acceptance = acceptance;
    }

    @POST
    @Path("/volunteers")
    @SecurityRequirement(name = SCHEME)
    @Operation(
            operationId = "postVolunteers",
            summary = "The state of one volunteer, or of up to 1000",
            description = "Signed by Decidim. Of two states of a volunteer the later updated_at holds.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(ref = "VolunteerOrMany"),
                            examples = @ExampleObject(name = "volunteer", value = """
                                                    {"user_id":5,"organization_id":1,"referrer_id":4,"level":1,\
                                                    "last_activity_at":null,"registered_at":"2024-12-01T08:00:00Z",\
                                                    "updated_at":"2024-12-01T08:00:00Z"}""")))
    @APIResponse(
            responseCode = "202",
            description = Accepted.MEANING,
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    public Uni<Response> volunteers(@Parameter(hidden = true) @HeaderParam(SIGNATURE) String signature, byte[] body) {
        List<Volunteer> items = Json.readOneOrMany(
                authenticator.admitDecidim(signature, body), VolunteerChanged.MAX_ITEMS, Volunteer::readRequest);
        return accept(new VolunteerChanged(items), items.size());
    }

    @POST
    @Path("/task_assignments")
    @SecurityRequirement(name = SCHEME)
    @Operation(
            operationId = "postTaskAssignments",
            summary = "The state of one task assignment, or of up to 1000",
            description = "Signed by Decidim. Of two states of an assignment the later updated_at holds.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(ref = "AssignmentOrMany"),
                            examples = @ExampleObject(name = "assignment", value = """
                                                    {"assignment_id":77,"user_id":5,"status":"approved","xp_reward":20,\
                                                    "level_required":1,"assigned_at":"2024-12-02T08:00:00Z",\
                                                    "reviewed_at":"2024-12-03T08:00:00Z",\
                                                    "updated_at":"2024-12-03T08:00:00Z"}""")))
    @APIResponse(
            responseCode = "202",
            description = Accepted.MEANING,
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    public Uni<Response> taskAssignments(
            @Parameter(hidden = true) @HeaderParam(SIGNATURE) String signature, byte[] body) {
        List<Assignment> items = Json.readOneOrMany(
                authenticator.admitDecidim(signature, body), AssignmentChanged.MAX_ITEMS, Assignment::read);
        return accept(new AssignmentChanged(items), items.size());
    }

    private Uni<Response> accept(Message facts, int count) {
        return acceptance.of(facts, publisher.publish(List.of(OutgoingMessage.of(facts))), Accepted.facts(count));
    }

    void describe(@Observes RequestBodies bodies) {
        bodies.addOneOrMany("Volunteer", VolunteerChanged.MAX_ITEMS, Volunteer::readRequest);
        bodies.addOneOrMany("Assignment", AssignmentChanged.MAX_ITEMS, Assignment::read);
    }
}
