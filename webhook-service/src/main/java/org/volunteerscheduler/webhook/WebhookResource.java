package org.volunteerscheduler.webhook;

import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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
import org.volunteerscheduler.contracts.RefundRecorded;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.contracts.VolunteerChanged;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.platform.http.ProblemException;
import org.volunteerscheduler.platform.http.RequestBodies;
import org.volunteerscheduler.platform.messaging.ContractCodec;
import org.volunteerscheduler.platform.messaging.OutgoingMessage;
import org.volunteerscheduler.platform.messaging.Publisher;
import org.volunteerscheduler.rabbitmq.connection.BrokerConnection;

/**
 * The public door: whoever signs is let in, and has no user. Every answer that promises anything waits for the broker's
 * confirm.
 */
@Path("/volunteer_scheduler/webhooks")
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "webhooks", description = "What Scicent and Decidim send, and whether it can be taken now")
@SecurityScheme(
        securitySchemeName = WebhookResource.SCICENT,
        type = SecuritySchemeType.APIKEY,
        in = SecuritySchemeIn.HEADER,
        apiKeyName = WebhookResource.SCICENT_SIGNATURE,
        description = "sha256= and the HMAC-SHA256 of the body's bytes with Scicent's secret, in lower-case hex")
@SecurityScheme(
        securitySchemeName = WebhookResource.DECIDIM,
        type = SecuritySchemeType.APIKEY,
        in = SecuritySchemeIn.HEADER,
        apiKeyName = WebhookResource.DECIDIM_SIGNATURE,
        description = "sha256= and the HMAC-SHA256 of the body's bytes with Decidim's secret, in lower-case hex")
public class WebhookResource {

    static final String SCICENT = "scicent";
    static final String SCICENT_SIGNATURE = "X-Scicent-Signature";
    static final String DECIDIM = "decidim";
    static final String DECIDIM_SIGNATURE = "X-Decidim-Signature";

    private static final String KEPT = "The broker has confirmed it on a durable queue";

    private final WebhookAuthenticator authenticator;
    private final WebhookSettings settings;
    private final SaleGroups groups;
    private final Publisher publisher;
    private final BrokerConnection broker;
    private final WebhookTelemetry telemetry;
    private final Clock clock;
    private final String version;

    public WebhookResource(
            WebhookAuthenticator authenticator,
            WebhookSettings settings,
            SaleGroups groups,
            Publisher publisher,
            BrokerConnection broker,
            WebhookTelemetry telemetry,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.authenticator = authenticator;
        this.settings = settings;
        this.groups = groups;
        this.publisher = publisher;
        this.broker = broker;
        this.telemetry = telemetry;
        this.clock = clock;
        this.version = version;
    }

    @POST
    @Path("/scicent_sale")
    @SecurityRequirement(name = SCICENT)
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
            description = KEPT,
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    public Uni<Response> scicentSale(
            @Parameter(hidden = true) @HeaderParam(SCICENT_SIGNATURE) String signature, byte[] body) {
        Instant now = clock.instant();
        SaleRecorded sale =
                Json.read(authenticator.admitScicent(signature, body), fields -> SaleRecorded.readRequest(fields, now));
        refuseStale(sale.soldAt(), now);
        Span.current().setAttribute(ContractCodec.SALE, sale.transactionId());
        return accept(sale, groups.send(sale), Accepted.sale(sale.transactionId()));
    }

    @POST
    @Path("/scicent_refund")
    @SecurityRequirement(name = SCICENT)
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
            description = KEPT,
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    public Uni<Response> scicentRefund(
            @Parameter(hidden = true) @HeaderParam(SCICENT_SIGNATURE) String signature, byte[] body) {
        Instant now = clock.instant();
        RefundRecorded refund = Json.read(
                authenticator.admitScicent(signature, body), fields -> RefundRecorded.readRequest(fields, now));
        refuseStale(refund.refundedAt(), now);
        Span.current().setAttribute(ContractCodec.SALE, refund.transactionId());
        return accept(refund, groups.send(refund), Accepted.refund(refund));
    }

    @POST
    @Path("/volunteers")
    @SecurityRequirement(name = DECIDIM)
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
            description = KEPT,
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    public Uni<Response> volunteers(
            @Parameter(hidden = true) @HeaderParam(DECIDIM_SIGNATURE) String signature, byte[] body) {
        List<Volunteer> items = Json.readOneOrMany(
                authenticator.admitDecidim(signature, body), VolunteerChanged.MAX_ITEMS, Volunteer::readRequest);
        return accept(new VolunteerChanged(items), Accepted.facts(items.size()));
    }

    @POST
    @Path("/task_assignments")
    @SecurityRequirement(name = DECIDIM)
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
            description = KEPT,
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    public Uni<Response> taskAssignments(
            @Parameter(hidden = true) @HeaderParam(DECIDIM_SIGNATURE) String signature, byte[] body) {
        List<Assignment> items = Json.readOneOrMany(
                authenticator.admitDecidim(signature, body), AssignmentChanged.MAX_ITEMS, Assignment::read);
        return accept(new AssignmentChanged(items), Accepted.facts(items.size()));
    }

    @GET
    @Path("/health")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "health",
            summary = "Whether anything can be accepted now",
            description = "For the senders. Probes of an orchestrator ask /q/health.")
    @APIResponse(
            responseCode = "200",
            description = "healthy",
            content = @Content(schema = @Schema(implementation = Health.class)))
    @APIResponse(
            responseCode = "503",
            description = "unhealthy: nothing can be published",
            content = @Content(schema = @Schema(implementation = Health.class)))
    public Response health() {
        boolean healthy = broker.problem().isEmpty();
        return Response.status(healthy ? 200 : 503)
                .entity(new Health(healthy ? "healthy" : "unhealthy", clock.instant(), version))
                .build();
    }

    /** @param timestamp of the answer */
    public record Health(String status, Instant timestamp, String version) {}

    void describe(@Observes RequestBodies bodies) {
        bodies.add("Sale", fields -> SaleRecorded.readRequest(fields, clock.instant()));
        bodies.add("Refund", fields -> RefundRecorded.readRequest(fields, clock.instant()));
        bodies.addOneOrMany("Volunteer", VolunteerChanged.MAX_ITEMS, Volunteer::readRequest);
        bodies.addOneOrMany("Assignment", AssignmentChanged.MAX_ITEMS, Assignment::read);
    }

    private Uni<Response> accept(Message message, Accepted answer) {
        return accept(message, publisher.publish(List.of(OutgoingMessage.of(message))), answer);
    }

    private Uni<Response> accept(Message message, Uni<Void> confirmed, Accepted answer) {
        return confirmed.invoke(() -> telemetry.accepted(message)).map(kept -> Response.accepted(answer)
                .build());
    }

    private void refuseStale(Instant timestamp, Instant now) {
        settings.tolerance().ifPresent(tolerance -> {
            if (Duration.between(timestamp, now).abs().compareTo(tolerance) > 0) {
                throw ProblemException.invalid("timestamp", "must be within " + tolerance + " of now");
            }
        });
    }
}
