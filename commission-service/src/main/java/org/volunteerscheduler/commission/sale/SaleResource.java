// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.sale;

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
import jakarta.ws.rs.core.SecurityContext;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.volunteerscheduler.commission.rule.Sale;
import org.volunteerscheduler.commission.rule.SaleFlag;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.platform.audit.AuditLog;
import org.volunteerscheduler.platform.http.Page;
import org.volunteerscheduler.platform.http.ProblemException;
import org.volunteerscheduler.platform.http.RequestBodies;
import org.volunteerscheduler.platform.messaging.Publisher;
import org.volunteerscheduler.platform.security.Role;

/** Sales for operators: settle one by hand, see what became of any. */
@Path("/volunteer_scheduler/sales")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "sales", description = "Token sales and the commissions that they paid")
public class SaleResource {

    private static final String EXAMPLE = """
            {"user_id":123,"amount":100.50,"transaction_id":"scicent_tx_abc123","currency":"SCICENT",\
            "timestamp":"2024-12-15T10:30:00Z"}""";

    private final SaleSettlement settlement;
    private final SaleQueries queries;
    private final Publisher publisher;
    private final AuditLog audit;
    private final Clock clock;

    public SaleResource(
            SaleSettlement settlement, SaleQueries queries, Publisher publisher, AuditLog audit, Clock clock) {
        this.settlement = settlement;
        this.queries = queries;
        this.publisher = publisher;
        this.audit = audit;
        this.clock = clock;
    }

    @POST
    @RolesAllowed(Role.OPERATOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "settleSale",
            summary = "Settle one sale now",
            description = "As the webhook would; sending it again pays nobody twice.")
    @RequestBody(
            content =
                    @Content(schema = @Schema(ref = "Sale"), examples = @ExampleObject(name = "sale", value = EXAMPLE)))
    public Uni<SaleView> settle(byte[] body, @Context SecurityContext caller) {
        Sale sale = read(body);
        audit.record(
                caller.getUserPrincipal().getName(), "sale.settle", "asked by hand", sale.transactionId(), Map.of());
        // On the queue first: if we die before the announcement, the consumer makes it.
        return publisher
                .publish(List.of(SaleMessages.recorded(sale)))
                .chain(() -> settlement.settle(List.of(sale)))
                .chain(publisher::publish)
                .chain(() -> found(sale.transactionId()));
    }

    @POST
    @RolesAllowed(Role.OPERATOR)
    @Path("/preview")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "previewSale",
            summary = "What a sale would pay",
            description = "The same computation; nothing is stored. A sale that is settled is answered as it is.")
    @RequestBody(
            content =
                    @Content(schema = @Schema(ref = "Sale"), examples = @ExampleObject(name = "sale", value = EXAMPLE)))
    public Uni<SaleView> preview(byte[] body) {
        Sale sale = read(body);
        return queries.find(sale.transactionId()).chain(found -> found.filter(SaleView::isSettled)
                .map(settled -> Uni.createFrom().item(settled))
                .orElseGet(() -> settlement
                        .preview(sale)
                        .map(outcome -> SaleView.of(
                                outcome, found.map(SaleView::conflicts).orElse(0)))));
    }

    @GET
    @RolesAllowed({Role.OPERATOR, Role.VIEWER})
    @Path("/{transaction_id:.+}")
    @Operation(
            operationId = "findSale",
            summary = "What became of one sale",
            description = "A sale is found as soon as it was taken off the queue, settled or not.")
    @APIResponse(responseCode = "200", description = "The sale with its commissions, levels ascending")
    @APIResponse(responseCode = "404", description = "No such sale was received")
    public Uni<SaleView> find(@PathParam("transaction_id") String transactionId) {
        return found(Page.text("transaction_id", transactionId, SaleRecorded.MAX_ID));
    }

    private Uni<SaleView> found(String transactionId) {
        return queries.find(transactionId)
                .map(found -> found.orElseThrow(() -> ProblemException.of(404, "No sale with this transaction_id.")));
    }

    @GET
    @RolesAllowed({Role.OPERATOR, Role.VIEWER})
    @Operation(
            operationId = "listSales",
            summary = "Sales, newest first",
            description = "All, or those with a flag, of a status, or of a buyer.")
    @APIResponse(responseCode = "200", description = "A page of sales")
    public Uni<Page<SaleView>> list(
            @Parameter(description = "Only sales with this flag", schema = @Schema(implementation = SaleFlag.class))
                    @QueryParam("flag")
                    String flag,
            @Parameter(description = "Only sales of this status", schema = @Schema(implementation = SaleStatus.class))
                    @QueryParam("status")
                    String status,
            @QueryParam("user_id") String userId,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        int pageSize = Page.limit(limit);
        var filter = new SaleQueries.Filter(
                flag(flag), status(status), Page.id("user_id", userId), Page.position(cursor, Long::valueOf));
        return queries.list(filter, pageSize + 1)
                .map(found -> Page.of(found, pageSize, listed -> String.valueOf(listed.id())))
                .map(page -> new Page<>(
                        page.items().stream().map(SaleQueries.Listed::sale).toList(), page.nextCursor()));
    }

    void describe(@Observes RequestBodies bodies) {
        bodies.add("Sale", fields -> SaleRecorded.readRequest(fields, clock.instant()));
    }

    private Sale read(byte[] body) {
        return SaleMessages.sale(Json.read(body, fields -> SaleRecorded.readRequest(fields, clock.instant())));
    }

    private static SaleFlag flag(String name) {
        return Page.oneOf("flag", name, SaleFlag.values(), SaleFlag::json);
    }

    private static SaleStatus status(String name) {
        return Page.oneOf("status", name, SaleStatus.values(), SaleStatus::json);
    }
}
