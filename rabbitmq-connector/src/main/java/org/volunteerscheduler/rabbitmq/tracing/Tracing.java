// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.tracing;

import com.rabbitmq.client.AMQP;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Carries a trace through the broker, in the headers of W3C Trace Context: from whoever publishes to whoever handles
 * the message. Does nothing while tracing is off.
 */
public final class Tracing {

    private static final Logger LOG = Logger.getLogger(Tracing.class);

    private static final TextMapGetter<Map<String, Object>> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, Object> headers) {
            return headers.keySet();
        }

        @Override
        public String get(Map<String, Object> headers, String name) {
            Object value = headers.get(name);
            return value == null ? null : value.toString();
        }
    };

    private final TextMapPropagator propagator;
    private final Tracer tracer;

    /** @param tracer makes the spans of messages that are handled */
    public Tracing(OpenTelemetry telemetry, Tracer tracer) {
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
        this.tracer = tracer;
    }

    /** The trace of the caller, as headers; empty if there is none. */
    public Map<String, String> currentTrace() {
        if (!Span.current().getSpanContext().isValid()) {
            return Map.of();
        }
        Map<String, String> trace = new HashMap<>();
        propagator.inject(Context.current(), trace, Map::put);
        return trace;
    }

    /**
     * A span for the handling of a message that carries a trace; the caller ends it.
     *
     * @param batchSize how many are handled together
     * @param attributes asked for only if there is a trace
     */
    public Optional<Span> handling(
            String queue, AMQP.BasicProperties properties, int batchSize, Supplier<Map<String, String>> attributes) {
        Map<String, Object> headers = properties.getHeaders();
        if (headers == null || headers.isEmpty()) {
            return Optional.empty();
        }
        Context sender = propagator.extract(Context.root(), headers, HEADERS);
        if (!Span.fromContext(sender).getSpanContext().isValid()) {
            return Optional.empty();
        }
        SpanBuilder span = tracer.spanBuilder("process " + properties.getType())
                .setParent(sender)
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("messaging.system", "rabbitmq")
                .setAttribute("messaging.destination.name", queue)
                .setAttribute("messaging.message.id", properties.getMessageId())
                .setAttribute("messaging.batch.message_count", batchSize);
        try {
            attributes.get().forEach(span::setAttribute);
        } catch (RuntimeException e) {
            // What is traced must never keep anybody from working on it.
            LOG.warnf(e, "%s: a message of type %s cannot be described", queue, properties.getType());
        }
        return Optional.of(span.startSpan());
    }
}
