// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.volunteer;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.volunteerscheduler.platform.http.Page;
import org.volunteerscheduler.platform.http.ProblemException;
import org.volunteerscheduler.platform.security.Role;

/** Why somebody has the multiplier that they have. */
@Path("/volunteer_scheduler/multipliers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "multipliers", description = "What a volunteer's share is multiplied by, and why")
public class MultiplierResource {

    private static final String EXAMPLE = """
            {"user_id":5,"multiplier":1.1852,"as_of":"2024-12-15T02:00:00Z","run_id":12,"base":1.0,"level":0.0,\
            "activity":0.20,"referral":0.08,"sum":1.28,"decay_factor":0.9259454589,"floor":1.0,"cap":3.0,\
            "volunteer_level":1,"approved_tasks":60,"active_downline":4,"last_activity_at":"2024-12-04T14:00:00Z",\
            "inactive_days":10.5000}""";

    private final Multipliers multipliers;

    public MultiplierResource(Multipliers multipliers) {
        this.multipliers = multipliers;
    }

    @GET
    @RolesAllowed({Role.OPERATOR, Role.VIEWER})
    @Path("/{user_id}")
    @Operation(
            operationId = "findMultiplier",
            summary = "A volunteer's multiplier, explained",
            description = "multiplier = min(max(sum × decay_factor, floor), cap), as of the run that wrote it.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(implementation = MultiplierView.class),
                            examples = @ExampleObject(name = "after 10.5 days of inactivity", value = EXAMPLE)),
            description = "1.0 and no parts for a volunteer whom no run has computed")
    @APIResponse(responseCode = "404", description = "Nobody has heard of this volunteer")
    public Uni<MultiplierView> find(@PathParam("user_id") String userId) {
        return multipliers.find(Page.id("user_id", userId)).map(found -> found.map(MultiplierView::of)
                .orElseThrow(() -> ProblemException.of(404, "No volunteer with this user_id.")));
    }
}
