// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import io.opentelemetry.api.trace.Span;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.RefundRecorded;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.platform.http.ProblemException;
import org.volunteerscheduler.platform.http.RequestBodies;
import org.volunteerscheduler.platform.messaging.ContractCodec;

/** What Scicent sends: whoever signs is let in, and has no user. */
@Path("/volunteer_scheduler/webhooks")
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "webhooks", description = "What Scicent and Decidim send, and whether it can be taken now")
@SecurityScheme(
        securitySchemeName = ScicentWebhooks.SCHEME,
        type = SecuritySchemeType.APIKEY,
        in = SecuritySchemeIn.HEADER,
        apiKeyName = ScicentWebhooks.SIGNATURE,
        description = "sha256= and the HMAC-SHA256 of the body's bytes with Scicent's secret, in lower-case hex")
public class ScicentWebhooks {

    static final String SCHEME = "scicent";
    static final String SIGNATURE = "X-Scicent-Signature";

    private final WebhookAuthenticator authenticator;
    private final WebhookSettings settings;
    private final SaleGroups groups;
    private final Acceptance acceptance;
    private final Clock clock;

    public ScicentWebhooks(
            WebhookAuthenticator authenticator,
            WebhookSettings settings,
            SaleGroups groups,
            Acceptance acceptance,
            Clock clock) {
        this.authenticator = authenticator;
        this.settings = settings;
        this.groups = groups;
        this.acceptance = acceptance;
        this.clock = clock;
    }

    @POST
    @Path("/scicent_sale")
    @SecurityRequirement(name = SCHEME)
    @Operation(
            operationId = "postSale",
            summary = "One token sale",
            description = "Signed by Scicent; pays the buyer's referral chain once.")
    @RequestBody(
            content = @Content(schema = @Schema(ref = "Sale"), examples = @ExampleObject(name = "sale", value = """
                                                    {"user_id":123,"amount":100.50,"transaction_id":"scicent_tx_abc123",\
                                                    "currency":"SCICENT","timestamp":"2024-12-15T10:30:00Z"}""")))
    @APIResponse(
            responseCode = "202",
            description = Accepted.MEANING,
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    public Uni<Response> scicentSale(@Parameter(hidden = true) @HeaderParam(SIGNATURE) String signature, byte[] body) {
        Instant now = clock.instant();
        SaleRecorded sale =
                Json.read(authenticator.admitScicent(signature, body), fields -> SaleRecorded.readRequest(fields, now));
        refuseStale(sale.soldAt(), now);
        Span.current().setAttribute(ContractCodec.SALE, sale.transactionId());
        return acceptance.of(sale, groups.send(sale), Accepted.sale(sale.transactionId()));
    }

    @POST
    @Path("/scicent_refund")
    @SecurityRequirement(name = SCHEME)
    @Operation(
            operationId = "postRefund",
            summary = "One refund of a token sale, whole or in part",
            description =
                    "Signed by Scicent, as a sale; takes back what the sale's chain was paid, once. Without amount:"
                            + " what is left of the sale. It may come before its sale.")
    @RequestBody(
            content =
                    @Content(schema = @Schema(ref = "Refund"), examples = @ExampleObject(name = "refund", value = """
                                                    {"refund_id":"scicent_rf_9","transaction_id":"scicent_tx_abc123",\
                                                    "amount":33.50,"currency":"SCICENT",\
                                                    "timestamp":"2024-12-20T10:30:00Z","reason":"chargeback"}""")))
    @APIResponse(
            responseCode = "202",
            description = Accepted.MEANING,
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    public Uni<Response> scicentRefund(
            @Parameter(hidden = true) @HeaderParam(SIGNATURE) String signature, byte[] body) {
        Instant now = clock.instant();
        RefundRecorded refund = Json.read(
                authenticator.admitScicent(signature, body), fields -> RefundRecorded.readRequest(fields, now));
        refuseStale(refund.refundedAt(), now);
        Span.current().setAttribute(ContractCodec.SALE, refund.transactionId());
        return acceptance.of(refund, groups.send(refund), Accepted.refund(refund));
    }

    private void refuseStale(Instant timestamp, Instant now) {
        settings.tolerance().ifPresent(tolerance -> {
            if (Duration.between(timestamp, now).abs().compareTo(tolerance) > 0) {
                throw ProblemException.invalid("timestamp", "must be within " + tolerance + " of now");
            }
        });
    }

    void describe(@Observes RequestBodies bodies) {
        bodies.add("Sale", fields -> SaleRecorded.readRequest(fields, clock.instant()));
        bodies.add("Refund", fields -> RefundRecorded.readRequest(fields, clock.instant()));
    }
}
