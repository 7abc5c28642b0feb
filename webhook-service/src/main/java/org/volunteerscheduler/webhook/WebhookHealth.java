// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.volunteerscheduler.rabbitmq.connection.BrokerConnection;

/** Whether the public door takes anything now. */
@Path("/volunteer_scheduler/webhooks")
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = "webhooks")
public class WebhookHealth {

    private final BrokerConnection broker;
    private final Clock clock;
    private final String version;

    public WebhookHealth(
            BrokerConnection broker,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.broker = broker;
        this.clock = clock;
        this.version = version;
    }

    @GET
    @Path("/health")
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
}
