// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.calendar;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.volunteerscheduler.budget.BudgetSettings;
import org.volunteerscheduler.budget.rule.BudgetPeriod;
import org.volunteerscheduler.budget.rule.BudgetWindow;
import org.volunteerscheduler.budget.rule.PoolAllocation;
import org.volunteerscheduler.budget.run.BudgetPlan;
import org.volunteerscheduler.budget.run.BudgetRun;
import org.volunteerscheduler.budget.run.BudgetRunEngine;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.JsonFields;
import org.volunteerscheduler.platform.http.Page;
import org.volunteerscheduler.platform.http.ProblemException;
import org.volunteerscheduler.platform.http.RequestBodies;
import org.volunteerscheduler.platform.run.Caller;
import org.volunteerscheduler.platform.run.RunSettings;
import org.volunteerscheduler.platform.security.Role;

/** What became of every period, and how to make up for those that were missed. */
@Path("/volunteer_scheduler/budgets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "calendar", description = "Every period, and what became of it")
public class CalendarResource {

    private static final int LONGEST_INSTANT = 40;

    private final BudgetCalendar calendar;
    private final BudgetRunEngine engine;
    private final BudgetSettings settings;
    private final ZoneId zone;
    private final Clock clock;

    CalendarResource(
            BudgetCalendar calendar,
            BudgetRunEngine engine,
            BudgetSettings settings,
            RunSettings runSettings,
            Clock clock) {
        this.calendar = calendar;
        this.engine = engine;
        this.settings = settings;
        this.zone = runSettings.timeZone();
        this.clock = clock;
    }

    /** @param items in the order of time */
    public record Calendar(List<CalendarEntry> items) {}

    /** @param items the runs that were started, the oldest first */
    public record Backfilled(List<BudgetRun> items) {}

    private record Request(BudgetPeriod period, Long organizationId, BigDecimal poolAmount, DayRange range) {}

    @GET
    @RolesAllowed({Role.OPERATOR, Role.VIEWER, Role.SCHEDULER})
    @Path("/calendar")
    @Operation(
            operationId = "calendar",
            summary = "Every period, and what became of it",
            description =
                    "The periods that begin in [from, to), each a day or an instant, in the configured zone; without"
                            + " them, the year up to today. completed, running or failed: so is its run. missed: it is"
                            + " over, and nobody triggered it. upcoming: it is not over.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = Calendar.class)),
            description = "In the order of time, at most 1000")
    public Uni<Calendar> calendar(
            @Parameter(
                            required = true,
                            description = "How long each is",
                            schema = @Schema(implementation = BudgetPeriod.class))
                    @QueryParam("period")
                    String period,
            @QueryParam("organization_id") String organizationId,
            @QueryParam("from") String from,
            @QueryParam("to") String to) {
        BudgetPeriod asked = period(period);
        Long organization = Page.id("organization_id", organizationId);
        DayRange range = range(asked, from, to);
        return calendar.entries(asked, organization, range.from(), range.to()).map(Calendar::new);
    }

    private static BudgetPeriod period(String name) {
        return Arrays.stream(BudgetPeriod.values())
                .filter(period -> period.json().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "period",
                        "must be one of "
                                + Arrays.stream(BudgetPeriod.values())
                                        .map(BudgetPeriod::json)
                                        .collect(Collectors.joining(", "))));
    }

    @POST
    @RolesAllowed({Role.OPERATOR, Role.SCHEDULER})
    @Path("/runs/backfill")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "backfill",
            summary = "Start what was missed",
            description =
                    "Exactly the periods that the calendar shows as missed in [from, to), the oldest first. Without"
                            + " pool_amount each has the configured pool.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(ref = "Backfill"),
                            examples =
                                    @ExampleObject(
                                            name = "the missed weeks of a year",
                                            value =
                                                    "{\"period\":\"weekly\",\"from\":\"2024-01-01\",\"to\":\"2025-01-01\"}")))
    @APIResponse(
            responseCode = "202",
            content = @Content(schema = @Schema(implementation = Backfilled.class)),
            description = "These were started")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = Backfilled.class)),
            description = "Nothing was missed")
    public Uni<Response> backfill(byte[] body, @Context SecurityContext caller) {
        Request request = Json.read(body, this::read);
        return calendar.entries(
                        request.period(),
                        request.organizationId(),
                        request.range().from(),
                        request.range().to())
                .chain(entries -> startMissing(entries, request, Caller.of(caller)))
                .map(started -> Response.status(started.isEmpty() ? 200 : 202)
                        .entity(new Backfilled(started))
                        .build());
    }

    private Uni<List<BudgetRun>> startMissing(List<CalendarEntry> entries, Request request, Caller caller) {
        List<BudgetWindow> missed = entries.stream()
                .filter(entry -> entry.status() == PeriodStatus.MISSED)
                .map(entry ->
                        new BudgetWindow(request.period(), entry.firstDay(), entry.windowStart(), entry.windowEnd()))
                .toList();
        if (missed.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        BigDecimal pool = request.poolAmount() == null ? settings.pool(request.period()) : request.poolAmount();
        return engine.startMissing(
                new BudgetPlan(missed, request.organizationId(), pool, Optional.empty(), caller.person()), caller);
    }

    void describe(@Observes RequestBodies bodies) {
        bodies.add("Backfill", this::read);
    }

    private Request read(JsonFields fields) {
        BudgetPeriod period = fields.oneOf("period", BudgetPeriod.class);
        String from = fields.text("from", LONGEST_INSTANT);
        String to = fields.text("to", LONGEST_INSTANT);
        return new Request(
                period,
                fields.optionalPositiveLong("organization_id"),
                fields.optionalTokens("pool_amount", PoolAllocation.DECIMALS),
                period == null || from == null || to == null ? null : range(period, from, to));
    }

    private DayRange range(BudgetPeriod period, String from, String to) {
        return DayRange.of(from, to, zone, LocalDate.ofInstant(clock.instant(), zone))
                .limitedTo(period, zone);
    }
}
