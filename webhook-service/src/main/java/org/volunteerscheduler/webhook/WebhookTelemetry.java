// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.volunteerscheduler.contracts.Message;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.Violation;
import org.volunteerscheduler.platform.audit.AuditLog;
import org.volunteerscheduler.platform.http.IncomingBody;
import org.volunteerscheduler.platform.http.Problem;

/** What was let in and what was refused, for the metrics and the audit log. */
@Startup
@ApplicationScoped
public class WebhookTelemetry {

    private static final List<MessageType> ACCEPTED = List.of(
            MessageType.SALE_RECORDED,
            MessageType.REFUND_RECORDED,
            MessageType.VOLUNTEER_CHANGED,
            MessageType.ASSIGNMENT_CHANGED);

    private static final List<Integer> STATUSES = List.of(400, 401, 408, 413, 415, 429, 503, 500);

    private final MeterRegistry metrics;
    private final AuditLog audit;
    private final Map<MessageType, Counter> accepted = new EnumMap<>(MessageType.class);

    public WebhookTelemetry(MeterRegistry metrics, AuditLog audit) {
        this.metrics = metrics;
        this.audit = audit;
        for (MessageType type : ACCEPTED) {
            accepted.put(
                    type,
                    Counter.builder("volunteer.scheduler.webhook.accepted")
                            .description("requests answered 202, by type of message")
                            .tags("type", type.routingKey())
                            .register(metrics));
        }
        // So that all are there, with 0, before anything is refused.
        STATUSES.forEach(status -> rejected(reason(status)));
    }

    private Counter rejected(String reason) {
        return Counter.builder("volunteer.scheduler.webhook.rejected")
                .description(
                        "requests refused, by reason: invalid, signature, too_slow, too_large, media_type, rate, broker, other")
                .tags("reason", reason)
                .register(metrics);
    }

    void accepted(Message message) {
        accepted.get(MessageType.of(message)).increment();
    }

    /** Every refusal has an id, which its sender has read in the answer. */
    @ServerResponseFilter
    public void refused(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getMethod().equals("POST") && response.getEntity() instanceof Problem problem) {
            refused(new IncomingBody.Refused(request.getUriInfo().getPath(), problem));
        }
    }

    void refused(@Observes IncomingBody.Refused refusal) {
        Problem problem = refusal.problem();
        String reason = reason(problem.status());
        rejected(reason).increment();
        audit.record(
                "a sender",
                "webhook",
                "rejected: " + reason,
                problem.instance(),
                Map.of(
                        "path", refusal.path(),
                        "status", problem.status(),
                        "fields",
                                problem.violations().stream()
                                        .map(Violation::field)
                                        .toList()));
    }

    private static String reason(int status) {
        return switch (status) {
            case 400 -> "invalid";
            case 401 -> "signature";
            case 408 -> "too_slow";
            case 413 -> "too_large";
            case 415 -> "media_type";
            case 429 -> "rate";
            case 503 -> "broker";
            default -> "other";
        };
    }
}
