// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.refund;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.platform.http.Page;
import org.volunteerscheduler.platform.http.ProblemException;
import org.volunteerscheduler.platform.security.Role;

/** Refunds for operators: what became of each, and what it took back from whom. */
@Path("/volunteer_scheduler/refunds")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "refunds", description = "Refunds of sales and the commissions that they took back")
public class RefundResource {

    private final RefundQueries queries;

    RefundResource(RefundQueries queries) {
        this.queries = queries;
    }

    @GET
    @RolesAllowed({Role.OPERATOR, Role.VIEWER})
    @Path("/{refund_id:.+}")
    @Operation(
            operationId = "findRefund",
            summary = "What became of one refund",
            description = "A refund is found as soon as it was taken off the queue, decided or not.")
    @APIResponse(responseCode = "200", description = "The refund with its reversals, levels ascending")
    @APIResponse(responseCode = "404", description = "No such refund was received")
    public Uni<RefundView> find(@PathParam("refund_id") String refundId) {
        return queries.find(Page.text("refund_id", refundId, SaleRecorded.MAX_ID))
                .map(found -> found.orElseThrow(() -> ProblemException.of(404, "No refund with this refund_id.")));
    }

    @GET
    @RolesAllowed({Role.OPERATOR, Role.VIEWER})
    @Operation(
            operationId = "listRefunds",
            summary = "Refunds, newest first",
            description = "All, or those of a status or of a sale.")
    @APIResponse(responseCode = "200", description = "A page of refunds")
    public Uni<Page<RefundView>> list(
            @Parameter(
                            description = "Only refunds of this status",
                            schema = @Schema(implementation = RefundStatus.class))
                    @QueryParam("status")
                    String status,
            @Parameter(description = "Only refunds of this sale") @QueryParam("transaction_id") String transactionId,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        int pageSize = Page.limit(limit);
        return queries.list(
                        Page.oneOf("status", status, RefundStatus.values(), RefundStatus::json),
                        transactionId == null ? null : Page.text("transaction_id", transactionId, SaleRecorded.MAX_ID),
                        Page.position(cursor, Long::valueOf),
                        pageSize + 1)
                .map(found -> Page.of(found, pageSize, listed -> String.valueOf(listed.id())))
                .map(page -> new Page<>(
                        page.items().stream().map(RefundQueries.Listed::refund).toList(), page.nextCursor()));
    }
}
