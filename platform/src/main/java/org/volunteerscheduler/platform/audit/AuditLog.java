// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.audit;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.volunteerscheduler.contracts.Json;

/**
 * One line of JSON for everything that somebody may have to answer for: what was paid, who started, re-drove or threw
 * away what, who was refused. Its own logger category, {@code audit}; never a secret or a payload.
 */
@ApplicationScoped
public class AuditLog {

    private static final Logger LOG = Logger.getLogger("audit");

    private final Clock clock;
    private final String service;

    public AuditLog(Clock clock, @ConfigProperty(name = "quarkus.application.name") String service) {
        this.clock = clock;
        this.service = service;
    }

    /**
     * @param who the user's name, or the service itself
     * @param what was done, like {@code sale.settled} or {@code dead_letter.discard}
     * @param outcome how it ended
     * @param correlationId what ties the line to a message, a sale, a run or an answer
     * @param details numbers and names that matter; values are written as JSON
     */
    public void record(String who, String what, String outcome, String correlationId, Map<String, ?> details) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", clock.instant());
        line.put("service", service);
        line.put("who", who);
        line.put("what", what);
        line.put("outcome", outcome);
        line.put("correlation_id", correlationId);
        line.putAll(details);
        LOG.info(new String(Json.write(line), StandardCharsets.UTF_8));
    }

    /** By the service itself, of its own accord or for a message. */
    public void record(String what, String outcome, String correlationId, Map<String, ?> details) {
        record(service, what, outcome, correlationId, details);
    }
}
