// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.volunteerscheduler.contracts.Json;

/** Hears what the service under test writes to its audit log. */
public final class AuditLines extends Handler implements AutoCloseable {

    private static final Logger AUDIT = Logger.getLogger("audit");

    private final List<JsonNode> lines = new CopyOnWriteArrayList<>();

    public AuditLines() {
        AUDIT.addHandler(this);
    }

    public List<JsonNode> of(String correlationId) {
        return lines.stream()
                .filter(line -> line.path("correlation_id").asText().equals(correlationId))
                .toList();
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(Json.parse(line.getMessage().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        AUDIT.removeHandler(this);
    }
}
