// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import org.volunteerscheduler.contracts.Message;

/** Every answer that promises anything waits for the broker's confirm. */
@ApplicationScoped
class Acceptance {

    private final WebhookTelemetry telemetry;

    Acceptance(WebhookTelemetry telemetry) {
        this.telemetry = telemetry;
    }

    /** 202, once the message is confirmed. */
    Uni<Response> of(Message message, Uni<Void> confirmed, Accepted answer) {
        return confirmed.invoke(() -> telemetry.accepted(message)).map(kept -> Response.accepted(answer)
                .build());
    }
}
