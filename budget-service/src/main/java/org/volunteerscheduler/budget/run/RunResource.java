// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.run;

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
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.volunteerscheduler.budget.BudgetSettings;
import org.volunteerscheduler.budget.rule.BudgetWindow;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.platform.http.Page;
import org.volunteerscheduler.platform.http.ProblemException;
import org.volunteerscheduler.platform.http.RequestBodies;
import org.volunteerscheduler.platform.run.AsOf;
import org.volunteerscheduler.platform.run.Caller;
import org.volunteerscheduler.platform.run.RunSettings;
import org.volunteerscheduler.platform.security.Role;

/** Runs: previewed, started by the schedule or by a person, and looked at. */
@Path("/volunteer_scheduler/budgets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "runs", description = "Runs that distribute a pool for one period, once each")
public class RunResource {

    private static final String RUNS = "/volunteer_scheduler/budgets/runs/";
    private static final String LAST_WEEK = "{\"period\":\"weekly\"}";
    private static final String A_MONTH =
            "{\"period\":\"monthly\",\"organization_id\":1,\"pool_amount\":500.00,\"as_of\":\"2024-12-15T00:00:00Z\"}";

    private final BudgetRunEngine engine;
    private final RunSettlement settlement;
    private final BudgetRuns runs;
    private final BudgetSettings settings;
    private final RunSettings runSettings;
    private final Clock clock;

    RunResource(
            BudgetRunEngine engine,
            RunSettlement settlement,
            BudgetRuns runs,
            BudgetSettings settings,
            RunSettings runSettings,
            Clock clock) {
        this.engine = engine;
        this.settlement = settlement;
        this.runs = runs;
        this.settings = settings;
        this.runSettings = runSettings;
        this.clock = clock;
    }

    @POST
    @RolesAllowed({Role.OPERATOR, Role.SCHEDULER})
    @Path("/runs")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "startRun",
            summary = "Start a run",
            description =
                    "Pays for the last period that was completed as_of (now, if absent), for one organization or all as"
                            + " one pool. A volunteer belongs to the organization that is known when the run is settled."
                            + " Without pool_amount the pool is the configured one. Starting it again answers the run"
                            + " that exists and pays nobody twice; one that has failed is taken up again.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(ref = "BudgetRunStart"),
                            examples = {
                                @ExampleObject(name = "last week, everybody", value = LAST_WEEK),
                                @ExampleObject(name = "November 2024, one organization", value = A_MONTH)
                            }))
    @APIResponse(
            responseCode = "202",
            content = @Content(schema = @Schema(implementation = BudgetRun.class)),
            headers = @Header(name = "Location", description = "The run", schema = @Schema(type = SchemaType.STRING)),
            description = "Started; Location says where to look")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = BudgetRun.class)),
            description = "It was started before")
    @APIResponse(responseCode = "409", description = "It was started before, with another pool")
    public Uni<Response> start(byte[] body, @Context SecurityContext caller) {
        RunRequest request = read(body);
        Caller by = Caller.of(caller);
        return engine.start(
                        new BudgetPlan(
                                List.of(request.window(runSettings.timeZone())),
                                request.organizationId(),
                                request.pool(settings),
                                Optional.ofNullable(request.poolAmount()),
                                by.person()),
                        by)
                .map(started -> Response.status(started.isNew() ? 202 : 200)
                        .location(URI.create(RUNS + started.run().id()))
                        .entity(started.run())
                        .build());
    }

    @POST
    @RolesAllowed(Role.OPERATOR)
    @Path("/preview")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "previewRun",
            summary = "What a run would pay",
            description =
                    "The same computation; nothing is stored. Shows the first limit allocations, 1000 if absent; the"
                            + " figures are of all.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(ref = "BudgetRunStart"),
                            examples = {
                                @ExampleObject(name = "last week, everybody", value = LAST_WEEK),
                                @ExampleObject(name = "November 2024, one organization", value = A_MONTH)
                            }))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = BudgetPreview.class)),
            description = "What the same request would pay as a run, if no fact arrives before")
    public Uni<BudgetPreview> preview(byte[] body, @QueryParam("limit") String limit) {
        RunRequest request = read(body);
        int pageSize = limit == null ? Page.MAX_LIMIT : Page.limit(limit);
        BudgetWindow window = request.window(runSettings.timeZone());
        BigDecimal pool = request.pool(settings);
        return settlement
                .preview(window, request.organizationId(), pool)
                .map(found -> BudgetPreview.of(window, request.organizationId(), pool, found, pageSize));
    }

    void describe(@Observes RequestBodies bodies) {
        bodies.add("BudgetRunStart", fields -> RunRequest.read(fields, clock.instant()));
    }

    private RunRequest read(byte[] body) {
        Instant now = clock.instant();
        RunRequest request = Json.read(body, fields -> RunRequest.read(fields, now));
        AsOf.requireReached(request.asOf(), now);
        return request;
    }

    @GET
    @RolesAllowed({Role.OPERATOR, Role.VIEWER, Role.SCHEDULER})
    @Path("/runs/{id}")
    @Operation(
            operationId = "findRun",
            summary = "One run",
            description = "completed once everybody is paid; failed until it is tried again.")
    @APIResponse(responseCode = "200", description = "With its figures as soon as it is completed")
    @APIResponse(responseCode = "404", description = "No such run")
    public Uni<BudgetRun> find(@PathParam("id") String id) {
        return runs.find(Page.id("id", id))
                .map(found -> found.orElseThrow(() -> ProblemException.of(404, "No run with this id.")));
    }

    @GET
    @RolesAllowed({Role.OPERATOR, Role.VIEWER, Role.SCHEDULER})
    @Path("/runs")
    @Operation(operationId = "listRuns", summary = "Runs, newest first", description = "Of all periods and scopes.")
    @APIResponse(responseCode = "200", description = "A page of runs")
    public Uni<Page<BudgetRun>> list(@QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        int pageSize = Page.limit(limit);
        return runs.list(Page.position(cursor, Long::valueOf), pageSize + 1)
                .map(found -> Page.of(found, pageSize, run -> String.valueOf(run.id())));
    }
}
