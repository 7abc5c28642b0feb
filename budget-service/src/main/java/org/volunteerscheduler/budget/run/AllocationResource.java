// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.run;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.volunteerscheduler.budget.allocation.Allocations;
import org.volunteerscheduler.budget.rule.Allocation;
import org.volunteerscheduler.platform.http.ApiDocument;
import org.volunteerscheduler.platform.http.Csv;
import org.volunteerscheduler.platform.http.Page;
import org.volunteerscheduler.platform.http.ProblemException;
import org.volunteerscheduler.platform.security.Role;

/** Who got what from a run, and why. */
@Path("/volunteer_scheduler/budgets/runs/{id}/allocations")
@Tag(name = "runs")
public class AllocationResource {

    private static final Csv<Allocation> CSV = new Csv<>(Allocation.class);

    private final BudgetRuns runs;
    private final Allocations allocations;

    AllocationResource(BudgetRuns runs, Allocations allocations) {
        this.runs = runs;
        this.allocations = allocations;
    }

    @GET
    @RolesAllowed({Role.OPERATOR, Role.VIEWER, Role.SCHEDULER})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listAllocations",
            extensions = @Extension(name = ApiDocument.ALSO_CSV, value = "true"),
            summary = "The allocations of a run, by rank",
            description =
                    "score = rounded(max(0, work × multiplier + 5 × active_referrals − 2 × rejected − overdue)). Empty"
                            + " until the run is completed. Accept: text/csv gives all of them as CSV.")
    @APIResponse(responseCode = "200", description = "A page of allocations")
    @APIResponse(responseCode = "404", description = "No such run")
    public Uni<Page<Allocation>> list(
            @PathParam("id") String id, @QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        int pageSize = Page.limit(limit);
        Integer afterRank = Page.position(cursor, Integer::valueOf);
        return existing(id)
                .chain(run -> allocations.of(run.id(), afterRank == null ? 0 : afterRank, pageSize + 1))
                .map(found -> Page.of(found, pageSize, allocation -> String.valueOf(allocation.rank())));
    }

    @GET
    @RolesAllowed({Role.OPERATOR, Role.VIEWER, Role.SCHEDULER})
    @Produces(Csv.IF_ASKED_FOR)
    @Operation(hidden = true)
    public RestMulti<String> csv(@PathParam("id") String id) {
        return Csv.answer(existing(id).toMulti().onItem().transformToMultiAndConcatenate(run -> {
            Multi<String> lines = Multi.createBy()
                    .repeating()
                    .uni(AtomicInteger::new, lastRank -> allocations
                            .of(run.id(), lastRank.get(), Page.MAX_LIMIT)
                            .invoke(page -> {
                                if (!page.isEmpty()) {
                                    lastRank.set(page.getLast().rank());
                                }
                            }))
                    .whilst(page -> page.size() == Page.MAX_LIMIT)
                    .map((List<Allocation> page) -> CSV.lines(page));
            return CSV.withHeader(lines);
        }));
    }

    private Uni<BudgetRun> existing(String id) {
        return runs.find(Page.id("id", id))
                .map(found -> found.orElseThrow(() -> ProblemException.of(404, "No run with this id.")));
    }
}
