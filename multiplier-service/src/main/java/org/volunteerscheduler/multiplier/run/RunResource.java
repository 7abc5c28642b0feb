// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.run;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.JsonFields;
import org.volunteerscheduler.platform.http.Page;
import org.volunteerscheduler.platform.http.ProblemException;
import org.volunteerscheduler.platform.http.RequestBodies;
import org.volunteerscheduler.platform.run.AsOf;
import org.volunteerscheduler.platform.run.Caller;
import org.volunteerscheduler.platform.security.Role;

/** Runs: started by the schedule or by a person, and watched. */
@Path(RunResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "runs", description = "Runs that recompute the multipliers of one organization, or of all")
public class RunResource {

    static final String PATH = "/volunteer_scheduler/multipliers/runs";

    private final MultiplierRunEngine engine;
    private final MultiplierRuns runs;
    private final Clock clock;

    RunResource(MultiplierRunEngine engine, MultiplierRuns runs, Clock clock) {
        this.engine = engine;
        this.runs = runs;
        this.clock = clock;
    }

    private record Request(Long organizationId, Instant asOf) {}

    @POST
    @RolesAllowed({Role.OPERATOR, Role.SCHEDULER})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "startRun",
            summary = "Start a run",
            description =
                    "For one organization, or all. Without as_of: now, cut to the minute. The same scope and as_of"
                            + " again answers the run that exists; if that has failed, its failed parts are taken up again.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(ref = "MultiplierRunStart"),
                            examples = {
                                @ExampleObject(name = "everybody, now", value = "{}"),
                                @ExampleObject(
                                        name = "one organization",
                                        value = "{\"organization_id\":1,\"as_of\":\"2024-12-15T02:00:00Z\"}")
                            }))
    @APIResponse(
            responseCode = "202",
            content = @Content(schema = @Schema(implementation = MultiplierRun.class)),
            headers = @Header(name = "Location", description = "The run", schema = @Schema(type = SchemaType.STRING)),
            description = "Started; Location says where to look")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = MultiplierRun.class)),
            description = "It was started before")
    public Uni<Response> start(byte[] body, @Context SecurityContext caller) {
        Request request = Json.read(body, this::read);
        AsOf.requireReached(request.asOf(), clock.instant());
        return engine.start(request.organizationId(), request.asOf(), Caller.of(caller))
                .map(started -> Response.status(started.isNew() ? 202 : 200)
                        .location(URI.create(PATH + "/" + started.run().id()))
                        .entity(started.run())
                        .build());
    }

    void describe(@Observes RequestBodies bodies) {
        bodies.add("MultiplierRunStart", this::read);
    }

    private Request read(JsonFields fields) {
        Instant now = clock.instant();
        Instant asOf = AsOf.read(fields, now, now.truncatedTo(ChronoUnit.MINUTES));
        return new Request(fields.optionalPositiveLong("organization_id"), asOf);
    }

    @GET
    @RolesAllowed({Role.OPERATOR, Role.VIEWER, Role.SCHEDULER})
    @Path("/{id}")
    @Operation(
            operationId = "findRun",
            summary = "One run, with its progress",
            description = "completed once all volunteers are done; failed while a part of it has failed.")
    @APIResponse(responseCode = "200", description = "volunteers_done of volunteers_total, also while it runs")
    @APIResponse(responseCode = "404", description = "No such run")
    public Uni<MultiplierRun> find(@PathParam("id") String id) {
        return runs.find(Page.id("id", id))
                .map(found -> found.orElseThrow(() -> ProblemException.of(404, "No run with this id.")));
    }

    @GET
    @RolesAllowed({Role.OPERATOR, Role.VIEWER, Role.SCHEDULER})
    @Operation(operationId = "listRuns", summary = "Runs, newest first", description = "Of all scopes.")
    @APIResponse(responseCode = "200", description = "A page of runs")
    public Uni<Page<MultiplierRun>> list(@QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        int pageSize = Page.limit(limit);
        return runs.list(Page.position(cursor, Long::valueOf), pageSize + 1)
                .map(found -> Page.of(found, pageSize, run -> String.valueOf(run.id())));
    }
}
